package org.letterlock.transport.mina.internal;

import java.net.InetSocketAddress;

/**
 * The two ends of a connection.
 *
 * @param remote the peer
 * @param local where the peer connected to
 */
record Endpoints(InetSocketAddress remote, InetSocketAddress local) {}
