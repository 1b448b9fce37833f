/**
 * A connection without a socket, for tests of protocol handlers.
 */
@NullMarked
package org.letterlock.testkit.transport;

import org.jspecify.annotations.NullMarked;
