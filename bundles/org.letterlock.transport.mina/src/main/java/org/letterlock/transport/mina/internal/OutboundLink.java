package org.letterlock.transport.mina.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.apache.mina.transport.socket.nio.NioSession;
import org.letterlock.transport.api.ChannelHandler;
import org.letterlock.transport.api.OutboundFailure.Reason;
import org.letterlock.transport.api.OutboundHandler;
import org.letterlock.transport.api.Target;
import org.letterlock.transport.api.Target.Tls;
import org.letterlock.transport.api.TlsContexts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The link of a connection that the gateway began: the client side of TLS, and a reason for each end. */
final class OutboundLink extends Link {

    private static final Logger LOG = LoggerFactory.getLogger(OutboundLink.class);

    /** The types of the records with which a server can answer the first one of a client (RFC 8446, section 5.1). */
    private static final byte HANDSHAKE = 22;

    private static final byte ALERT = 21;

    private final MinaOutbound connection;
    private final Transport transport;
    private final OutboundHandler handler;
    private final Target target;
    private final String host;
    private final Endpoints endpoints;

    /** The handler wants TLS. */
    private boolean tlsPending;

    /** The server has not answered the handshake yet. */
    private boolean firstRecord;

    OutboundLink(
            MinaOutbound connection,
            Transport transport,
            NioSession session,
            OutboundHandler handler,
            int handshakeTimeoutSeconds) {
        super(
                transport,
                session,
                new Progress(handshakeTimeoutSeconds, transport.settings().writeTimeoutSeconds()));
        this.connection = connection;
        this.transport = transport;
        this.handler = handler;
        target = connection.target();
        host = Attempt.hostOf(target);
        endpoints = new Endpoints(
                (InetSocketAddress) session.getRemoteAddress(), (InetSocketAddress) session.getLocalAddress());
    }

    Endpoints endpoints() {
        return endpoints;
    }

    void begin() {
        if (target.tls() == Tls.IMPLICIT) {
            startHandshake();
        } else {
            handler.opened();
        }
    }

    @Override
    ChannelHandler handler() {
        return handler;
    }

    @Override
    void take(ByteBuffer net) {
        if (firstRecord && isOpen() && net.hasRemaining()) {
            firstRecord = false;
            byte type = net.get(net.position());
            if (type != HANDSHAKE && type != ALERT) {
                inClear();
                return;
            }
        }
        super.take(net);
        if (tlsPending && net.hasRemaining()) {
            injected();
        }
    }

    private void inClear() {
        if (target.tls() == Tls.UPGRADE) {
            injected();
        } else {
            connection.fail(Reason.NOT_TLS, target + " does not begin with TLS");
            abort();
        }
    }

    // TLS.

    void startTls() {
        if (isOpen()) {
            outbox().seal();
            tlsPending = true;
            if (isHolding()) {
                injected();
            }
        }
    }

    @Override
    boolean isTlsPending() {
        return tlsPending;
    }

    @Override
    void startPendingTls() {
        tlsPending = false;
        startHandshake();
    }

    private void startHandshake() {
        TlsContexts contexts = transport.tls();
        if (contexts == null) {
            connection.fail(Reason.UNAVAILABLE, "the gateway's certificates are away, try again later");
            abort();
            return;
        }
        firstRecord = true;
        try {
            secure(TlsLayer.client(
                    contexts.client(), host, target.port(), contexts.protocols(), transport.buffers(), this));
        } catch (SSLException e) {
            tlsFailed(e);
            abort();
        }
    }

    @Override
    public void established(SSLSession session) {
        super.established(session);
        connection.verified(session);
        if (target.tls() == Tls.IMPLICIT) {
            handler.opened();
        } else {
            handler.secured(session);
        }
    }

    // Ends.

    @Override
    void tlsFailed(SSLException e) {
        LOG.debug("{} tls=failed reason={}", connection, e.getMessage());
        if (tlsSession() == null) {
            connection.fail(TlsFailure.reason(e), TlsFailure.text(target, e));
        } else {
            connection.fail(Reason.LOST, target + " broke the rules of TLS");
        }
    }

    @Override
    void injected() {
        LOG.info("{} dropped: octets in clear behind the reply that starts TLS", connection);
        connection.fail(
                Reason.INJECTION,
                "somebody between the gateway and " + target
                        + " tampers with the connection: octets in clear came behind" + " the reply that starts TLS");
        abort();
    }

    @Override
    void endOfInput() {
        if (isHandshaking()) {
            connection.fail(Reason.TLS_HANDSHAKE, target + " ended the connection during the TLS handshake");
            abort();
        } else {
            connection.fail(Reason.LOST, target + " ended the connection");
            close();
        }
    }

    @Override
    void lost(IOException e) {
        LOG.debug("{} lost: {}", connection, e.getMessage());
        connection.fail(Reason.LOST, "the connection to " + target + " is lost");
    }

    @Override
    void late(String what) {
        LOG.debug("{} cut: {}", connection, what);
        if (isHandshaking()) {
            connection.fail(Reason.TIMEOUT, "the TLS handshake with " + target + " takes too long");
        } else {
            connection.fail(Reason.LOST, target + " takes nothing any more");
        }
    }

    @Override
    void gone() {
        connection.fail(Reason.LOST, "the connection to " + target + " is lost");
        connection.end();
    }
}
