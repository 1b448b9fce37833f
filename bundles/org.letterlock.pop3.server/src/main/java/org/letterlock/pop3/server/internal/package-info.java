/** POP3 dialogue and pick-up. */
@NullMarked
package org.letterlock.pop3.server.internal;

import org.jspecify.annotations.NullMarked;
