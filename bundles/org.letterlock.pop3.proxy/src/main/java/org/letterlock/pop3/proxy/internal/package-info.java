/** The role of a POP3 session whose user name leads to another server: a copy is kept of each mail that the client fetches. */
@NullMarked
package org.letterlock.pop3.proxy.internal;

import org.jspecify.annotations.NullMarked;
