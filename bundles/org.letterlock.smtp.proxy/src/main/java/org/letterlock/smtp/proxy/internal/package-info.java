/** The role of an SMTP session whose user name leads to another server: a copy is kept of each mail that the client sends. */
@NullMarked
package org.letterlock.smtp.proxy.internal;

import org.jspecify.annotations.NullMarked;
