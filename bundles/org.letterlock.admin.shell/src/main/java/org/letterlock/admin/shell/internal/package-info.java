/** Karaf shell commands over the gateway's administration. */
@NullMarked
package org.letterlock.admin.shell.internal;

import org.jspecify.annotations.NullMarked;
