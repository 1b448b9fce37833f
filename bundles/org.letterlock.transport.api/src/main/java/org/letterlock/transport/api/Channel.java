package org.letterlock.transport.api;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What a connection can do, whoever began it: {@link Connection} a peer, {@link OutboundConnection} the gateway. The
 * transport implements it and owns the socket; a {@link ChannelHandler} uses it.
 *
 * <p>Every method may be called from any thread and none blocks. Calls to the handler come one at a time, in the channel's
 * <i>sequence</i>; whoever comes back from another thread with a result enters it with {@link #execute}. The two channels
 * of a proxied session share one sequence.
 */
@ProviderType
public interface Channel {

    /**
     * The other end; behind a load balancer that the listener believes, the client as the PROXY protocol names it.
     *
     * @return the address and port; of an outbound connection that is not open yet the target, unresolved
     */
    InetSocketAddress remoteAddress();

    /**
     * This end; behind a load balancer that the listener believes, the end that the client connected to.
     *
     * @return the address and port; of an outbound connection that is not open yet the wildcard address
     */
    InetSocketAddress localAddress();

    /**
     * The TLS session.
     *
     * @return the session once the handshake is complete, empty on an unencrypted connection
     */
    Optional<SSLSession> tls();

    /**
     * Queues octets for the other end, in order.
     *
     * @param data the octets from position to limit; the transport owns the buffer from here on
     */
    void send(ByteBuffer data);

    /**
     * Whether more should be sent now. A handler with much to send stops while this is false and goes on when
     * {@link ChannelHandler#writable()} is called; replies and commands need not ask.
     *
     * @return false while too many octets wait for the other end
     */
    boolean isWritable();

    /** Stops reading, so that TCP makes the other end wait. Octets already read may still be delivered. */
    void suspendReads();

    /** Reads again after {@link #suspendReads()}. */
    void resumeReads();

    /** Closes once everything queued has been sent (or the other end stopped taking it for the write time-out). */
    void close();

    /** Closes at once and drops what is queued: the other end must see that it is not complete. */
    void abort();

    /**
     * Runs a task within the sequence: never at the same time as an event of this channel or of another one in the same
     * sequence, and before any event that comes later. It runs on the calling thread if the sequence is idle. Tasks for a
     * closed channel run too, so that a handler can give back what it holds.
     *
     * @param task what to do
     */
    void execute(Runnable task);
}
