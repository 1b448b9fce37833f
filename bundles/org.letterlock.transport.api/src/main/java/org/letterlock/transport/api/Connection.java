package org.letterlock.transport.api;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A connection that a protocol talks over. The transport implements it and owns the socket; a
 * {@link ConnectionHandler} uses it.
 *
 * <p>Every method may be called from any thread and none blocks. Calls to the handler come one at a time; whoever comes
 * back from another thread with a result enters that sequence with {@link #execute}.
 */
@ProviderType
public interface Connection {

    /**
     * The listener that accepted this connection.
     *
     * @return its settings
     */
    ListenerInfo listener();

    /**
     * The peer; behind a load balancer that the listener believes, the client as the PROXY protocol names it.
     *
     * @return the peer's address and port
     */
    InetSocketAddress remoteAddress();

    /**
     * This end; behind a load balancer that the listener believes, the end that the client connected to.
     *
     * @return the local address and port
     */
    InetSocketAddress localAddress();

    /**
     * The TLS session.
     *
     * @return the session once the handshake is complete, empty on an unencrypted connection
     */
    Optional<SSLSession> tls();

    /**
     * Whom the peer has proved to be with a certificate, on listeners that ask for one: the DNS names in it (subject
     * alternative names of type dNSName, else the common name; RFC 6125, section 6.4.4), in lower case, perhaps with a
     * wildcard in front. Only an authority that the gateway trusts counts; a certificate that cannot be verified is as good
     * as none.
     *
     * @return the names, empty if there are none and before the handshake is complete
     */
    List<String> clientNames();

    /**
     * Queues octets for the peer, in order.
     *
     * @param data the octets from position to limit; the transport owns the buffer from here on
     */
    void send(ByteBuffer data);

    /**
     * Whether more should be sent now. A handler with much to send stops while this is false and goes on when
     * {@link ConnectionHandler#writable()} is called; replies to commands need not ask.
     *
     * @return false while too many octets wait for the peer
     */
    boolean isWritable();

    /** Stops reading from the peer, so that TCP makes it wait. Octets already read may still be delivered. */
    void suspendReads();

    /** Reads again after {@link #suspendReads()}. */
    void resumeReads();

    /**
     * Starts TLS as the server side: sends the reply in clear as the last clear octets, then does the handshake and calls
     * {@link ConnectionHandler#secured}. Reading is suspended from this call until the handshake begins, so that nothing
     * sent in clear behind the command is ever taken as protected (RFC 3207, section 4.2; RFC 2595, section 4).
     *
     * @param reply the positive reply to STARTTLS or STLS
     * @throws IllegalStateException if TLS has been started already
     */
    void startTls(ByteBuffer reply);

    /**
     * Whether {@link #startTls} can work: the connection is not encrypted and a certificate is there.
     *
     * @return true if TLS may be offered
     */
    boolean canStartTls();

    /** Closes once everything queued has been sent (or the peer stopped taking it for the write time-out). */
    void close();

    /** Closes at once and drops what is queued: the peer must see that the answer is not complete. */
    void abort();

    /**
     * Hands the connection over to another handler, which gets every later event; its {@link ConnectionHandler#opened()}
     * is called first. Call it from within the handler's sequence, and do not touch the connection afterwards.
     *
     * @param next who goes on
     */
    void handOver(ConnectionHandler next);

    /**
     * Runs a task within the handler's sequence: never at the same time as another event of this connection, and before
     * any event that comes later. It runs on the calling thread if the sequence is idle. Tasks for a closed connection
     * run too, so that a handler can give back what it holds.
     *
     * @param task what to do
     */
    void execute(Runnable task);
}
