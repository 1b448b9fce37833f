/**
 * What the protocol engines share. An engine is pure: octets, answers and time go in, actions come out. It knows no
 * network library, no OSGi, no threads, no clock and no log, so that the whole dialogue can be tested without a socket.
 */
@NullMarked
package org.letterlock.protocol;

import org.jspecify.annotations.NullMarked;
