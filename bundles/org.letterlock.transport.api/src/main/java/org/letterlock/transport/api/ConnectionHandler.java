package org.letterlock.transport.api;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLSession;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a protocol does with a connection. A protocol bundle implements it, the transport calls it: one call at a time for
 * a connection, mostly on an I/O thread, so nothing may block. An exception that escapes closes the connection and is
 * logged.
 */
@ConsumerType
public interface ConnectionHandler {

    /** The connection is this handler's. On a port with implicit TLS the handshake is complete. */
    void opened();

    /**
     * Octets from the peer.
     *
     * @param data the octets from position to limit, valid during this call only
     */
    void received(ByteBuffer data);

    /**
     * The handshake begun with {@link Connection#startTls} is complete.
     *
     * @param session its parameters
     */
    void secured(SSLSession session);

    /** The peer has taken enough that {@link Connection#isWritable()} is true again. */
    void writable();

    /**
     * Time passes; called about once a second. Time-outs are the handler's.
     *
     * @param nanoTime the clock of {@link System#nanoTime()}
     */
    void tick(long nanoTime);

    /**
     * Finish: let the transaction under way end, take no new one, say good-bye in the protocol's words and close. Called
     * when the gateway is drained or shuts down, or the protocol's bundle goes.
     */
    void drain();

    /** The connection is gone; the last call. */
    void closed();
}
