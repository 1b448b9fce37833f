package org.letterlock.transport.mina.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.apache.mina.transport.socket.nio.NioSession;
import org.jspecify.annotations.Nullable;
import org.letterlock.transport.api.ConnectionHandler;
import org.letterlock.transport.api.HandshakeObserver.Outcome;
import org.letterlock.transport.api.ProtocolHandlerFactory;
import org.letterlock.transport.api.TlsContexts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The link of a connection that a peer began: finds its protocol, and is the server side of TLS. */
final class InboundLink extends Link {

    private static final Logger LOG = LoggerFactory.getLogger(InboundLink.class);

    private final MinaConnection connection;
    private final Transport transport;
    private final Progress progress;

    private ConnectionHandler handler;

    /** The protocol that made the handler; null while there is none, and once a role has taken over. */
    private @Nullable ProtocolHandlerFactory factory;

    private @Nullable TlsContexts tlsContexts;
    private @Nullable Handshake handshake;
    private volatile List<String> clientNames = List.of();

    /** The reply that starts TLS is on its way. */
    private boolean tlsWhenSent;

    private boolean draining;
    private volatile boolean waiting = true;

    InboundLink(MinaConnection connection, Transport transport, NioSession session) {
        this(connection, transport, session, Progress.of(transport.settings()));
    }

    private InboundLink(MinaConnection connection, Transport transport, NioSession session, Progress progress) {
        super(transport, session, progress);
        this.connection = connection;
        this.transport = transport;
        this.progress = progress;
        handler = new WaitingRoom(this, connection.listener(), transport);
    }

    // Any thread.

    boolean isWaiting() {
        return waiting;
    }

    List<String> clientNames() {
        return clientNames;
    }

    // What comes from below.

    void begin() {
        handler.opened();
    }

    @Override
    ConnectionHandler handler() {
        return handler;
    }

    @Override
    void tlsFailed(SSLException e) {
        LOG.debug("{} tls=failed reason={}", connection, e.getMessage());
        ended(Outcome.FAILED);
    }

    /** Octets came in clear behind the command that starts TLS (RFC 3207, section 4.2; RFC 2595, section 4). */
    @Override
    void injected() {
        LOG.info("{} dropped: octets in clear behind the command that starts TLS", connection);
        abort();
    }

    @Override
    void endOfInput() {
        if (isHandshaking()) {
            abort();
        } else {
            close();
        }
    }

    @Override
    void lost(IOException e) {
        LOG.debug("{} lost: {}", connection, e.getMessage());
    }

    @Override
    void late(String what) {
        LOG.debug("{} cut: {}", connection, what);
    }

    @Override
    void gone() {
        ended(Outcome.CUT);
        handler.closed();
    }

    /** Of a handshake; what comes behind its end is no news. */
    private void ended(Outcome outcome) {
        if (handshake != null) {
            handshake.end(outcome);
        }
    }

    @Override
    public void established(SSLSession session) {
        if (tlsContexts != null && connection.asksClients()) {
            clientNames = tlsContexts.clientNames(session);
        }
        super.established(session);
        ended(Outcome.ESTABLISHED);
        handler.secured(session);
    }

    // Who handles the connection.

    void admitIfWaiting() {
        if (isOpen() && handler instanceof WaitingRoom room) {
            room.admit();
        }
    }

    void admit(ProtocolHandlerFactory protocol) {
        waiting = false;
        factory = protocol;
        handler = protocol.newHandler(connection);
        handler.opened();
        if (!transport.protocols().contains(protocol)) {
            // It went while it was asked.
            drain(protocol, transport.settings().drainGraceSeconds());
        }
    }

    void handOver(ConnectionHandler next) {
        factory = null;
        handler = next;
        next.opened();
        if (draining) {
            next.drain();
        }
    }

    void drain(@Nullable ProtocolHandlerFactory only, int graceSeconds) {
        if (isOpen() && (only == null || only == factory)) {
            progress.drain(graceSeconds);
            drain();
        }
    }

    void drain() {
        if (isOpen() && !draining) {
            draining = true;
            handler.drain();
        }
    }

    // TLS.

    void startTls(ByteBuffer reply) {
        if (!isOpen()) {
            return;
        }
        session().suspendRead();
        outbox().add(reply);
        outbox().seal();
        tlsWhenSent = true;
        if (isHolding()) {
            injected();
        }
    }

    @Override
    boolean isTlsPending() {
        return tlsWhenSent;
    }

    @Override
    void startPendingTls() {
        tlsWhenSent = false;
        TlsContexts contexts = transport.tls();
        if (contexts == null) {
            LOG.info("{} dropped: the certificate went away", connection);
            abort();
        } else {
            secure(contexts);
        }
    }

    void secure(TlsContexts contexts) {
        tlsContexts = contexts;
        handshake = new Handshake(connection.listener().name(), transport.handshakeObservers());
        boolean ask = connection.asksClients();
        secure(TlsLayer.server(
                ask ? contexts.serverAskingClients() : contexts.server(),
                ask,
                contexts.protocols(),
                connection.listener().protocol(),
                transport.buffers(),
                this));
    }
}
