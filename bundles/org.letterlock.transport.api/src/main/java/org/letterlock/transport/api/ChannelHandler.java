package org.letterlock.transport.api;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLSession;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a protocol does with a connection, whoever began it. A protocol bundle implements it, the transport calls it: one
 * call at a time, mostly on an I/O thread, so nothing may block. An exception that escapes closes the connection and is
 * logged.
 */
@ConsumerType
public interface ChannelHandler {

    /** The connection is open, and this handler's. Where TLS is implicit the handshake is complete. */
    void opened();

    /**
     * Octets from the other end.
     *
     * @param data the octets from position to limit, valid during this call only
     */
    void received(ByteBuffer data);

    /**
     * The handshake that the handler began by {@code startTls} is complete.
     *
     * @param session its parameters
     */
    void secured(SSLSession session);

    /** The other end has taken enough that {@link Channel#isWritable()} is true again. */
    void writable();

    /**
     * Time passes; called about once a second. Time-outs are the handler's.
     *
     * @param nanoTime the clock of {@link System#nanoTime()}
     */
    void tick(long nanoTime);

    /** The connection is gone; the last call. */
    void closed();
}
