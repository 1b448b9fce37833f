package org.letterlock.transport.mina.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.apache.mina.transport.socket.nio.NioSession;
import org.jspecify.annotations.Nullable;
import org.letterlock.transport.api.ConnectionHandler;
import org.letterlock.transport.api.ListenerInfo;
import org.letterlock.transport.api.ProtocolHandlerFactory;
import org.letterlock.transport.api.TlsContexts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a connection is between socket and handler. Confined to the connection's sequence where not said otherwise. */
final class Link implements TlsLayer.Sink {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    private enum Phase {
        OPEN,
        /** What is queued leaves, nothing more is taken from either side. */
        CLOSING,
        /** All is sent; the peer's last octets are thrown away, because a reset would take our last ones from it. */
        LINGERING,
        CLOSED
    }

    private final MinaConnection connection;
    private final Transport transport;
    private final NioSession session;
    private final Outbox outbox;
    private final Progress progress;
    private final Output output;

    private Phase phase = Phase.OPEN;
    private ConnectionHandler handler;

    /** The protocol that made the handler; null while there is none, and once a role has taken over. */
    private @Nullable ProtocolHandlerFactory factory;

    private @Nullable TlsLayer tls;
    private @Nullable TlsContexts tlsContexts;
    private volatile @Nullable SSLSession tlsSession;
    private volatile List<String> clientNames = List.of();

    /** The reply that starts TLS is on its way. */
    private boolean tlsWhenSent;

    private boolean readsWanted = true;

    /**
     * Octets that came while the handler wanted none. Reading stops when there are some, not before: most peers wait for the
     * answer, and then suspending and resuming costs no system call.
     */
    private @Nullable ByteBuffer held;

    /** The peer has said that it sends no more, by TLS or by closing its side; and the latter. */
    private boolean inputDone;

    private boolean socketEnded;
    private boolean draining;
    private volatile boolean waiting = true;

    Link(MinaConnection connection, Transport transport, NioSession session) {
        this.connection = connection;
        this.transport = transport;
        this.session = session;
        outbox = new Outbox(transport.buffers(), transport.settings().writeHighWaterBytes());
        progress = new Progress(transport.settings());
        output = new Output(session, outbox, progress);
        handler = new WaitingRoom(this, connection.listener(), transport);
    }

    // Any thread.

    Outbox outbox() {
        return outbox;
    }

    boolean isWaiting() {
        return waiting;
    }

    @Nullable SSLSession tlsSession() {
        return tlsSession;
    }

    List<String> clientNames() {
        return clientNames;
    }

    // What comes from below.

    void begin() {
        handler.opened();
    }

    void take(ByteBuffer net) {
        if (phase != Phase.OPEN) {
            return;
        }
        if (tlsWhenSent) {
            injected();
        } else if (!readsWanted && !isHandshaking()) {
            held = join(held, net);
        } else if (tls == null) {
            handler.received(net);
        } else {
            unprotect(tls, net);
        }
    }

    private static ByteBuffer join(@Nullable ByteBuffer first, ByteBuffer second) {
        return first == null
                ? second
                : ByteBuffer.allocate(first.remaining() + second.remaining())
                        .put(first)
                        .put(second)
                        .flip();
    }

    private void unprotect(TlsLayer layer, ByteBuffer net) {
        try {
            layer.receive(net);
        } catch (SSLException e) {
            LOG.debug("{} tls=failed reason={}", this, e.getMessage());
            outbox.clear();
            phase = Phase.CLOSING;
            return;
        }
        inputDone |= layer.isInboundDone();
    }

    /** Octets came in clear behind the command that starts TLS (RFC 3207, section 4.2; RFC 2595, section 4). */
    private void injected() {
        LOG.info("{} dropped: octets in clear behind the command that starts TLS", this);
        abort();
    }

    void inputClosed() {
        socketEnded = true;
        inputDone = true;
        if (phase == Phase.LINGERING) {
            session.closeNow();
        }
    }

    void sent() {
        output.sent();
    }

    void disconnected() {
        phase = Phase.CLOSED;
        outbox.clear();
        held = null;
        handler.closed();
    }

    void tick(long now) {
        if (phase == Phase.CLOSED) {
            return;
        }
        String late = progress.late(now, session.getWrittenBytes());
        if (late != null) {
            LOG.debug("{} cut: {}", this, late);
            abort();
        } else if (phase == Phase.OPEN && !isHandshaking() && !tlsWhenSent) {
            handler.tick(now);
        }
    }

    // What comes out of the TLS layer.

    @Override
    public void clear(ByteBuffer data) {
        if (phase == Phase.OPEN) {
            handler.received(data);
        }
    }

    @Override
    public void records(ByteBuffer data) {
        outbox.addWire(data);
    }

    @Override
    public void established(SSLSession session) {
        progress.established();
        if (tlsContexts != null && connection.asksClients()) {
            clientNames = tlsContexts.clientNames(session);
        }
        tlsSession = session;
        handler.secured(session);
    }

    // Who handles the connection.

    void admitIfWaiting() {
        if (phase == Phase.OPEN && handler instanceof WaitingRoom room) {
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
        if (phase == Phase.OPEN && (only == null || only == factory)) {
            progress.drain(graceSeconds);
            drain();
        }
    }

    void drain() {
        if (phase == Phase.OPEN && !draining) {
            draining = true;
            handler.drain();
        }
    }

    // What comes from above.

    void send(ByteBuffer data) {
        if (phase == Phase.OPEN && data.hasRemaining()) {
            outbox.add(data);
        }
    }

    void wantReads(boolean wanted) {
        readsWanted = wanted;
    }

    void startTls(ByteBuffer reply) {
        if (phase != Phase.OPEN) {
            return;
        }
        session.suspendRead();
        outbox.add(reply);
        outbox.seal();
        tlsWhenSent = true;
        if (held != null) {
            injected();
        }
    }

    void secure(TlsContexts contexts) {
        progress.handshake();
        tlsContexts = contexts;
        boolean ask = connection.asksClients();
        tls = new TlsLayer(
                ask ? contexts.serverAskingClients() : contexts.server(),
                ask,
                contexts.protocols(),
                connection.listener().protocol(),
                transport.buffers(),
                this);
    }

    boolean isHandshaking() {
        return tls != null && !tls.isEstablished();
    }

    void close() {
        if (phase == Phase.OPEN) {
            phase = Phase.CLOSING;
            held = null;
        }
    }

    void abort() {
        if (phase != Phase.CLOSED) {
            phase = Phase.CLOSED;
            outbox.clear();
            session.closeNow();
        }
    }

    // At the end of each run of the sequence.

    void settle() {
        if (phase == Phase.CLOSED) {
            return;
        }
        flush();
        while (phase == Phase.OPEN && outbox.relieved()) {
            handler.writable();
            flush();
        }
        while (held != null && canTake()) {
            ByteBuffer net = held;
            held = null;
            take(net);
            flush();
        }
        if (inputDone && canTake()) {
            // Not before the handler wants more: until then it is busy with what came, and its answer still leaves.
            endOfInput();
        }
        if (phase == Phase.CLOSING) {
            finish();
        }
        updateReading();
    }

    private boolean canTake() {
        return phase == Phase.OPEN && (readsWanted || isHandshaking());
    }

    private void endOfInput() {
        if (isHandshaking()) {
            abort();
        } else {
            close();
        }
    }

    private void flush() {
        try {
            while (phase != Phase.CLOSED && output.flush(tls) && tlsWhenSent) {
                tlsWhenSent = false;
                startHandshake();
            }
        } catch (IOException e) {
            lost(e);
        }
    }

    private void startHandshake() {
        TlsContexts contexts = transport.tls();
        if (contexts == null) {
            LOG.info("{} dropped: the certificate went away", this);
            abort();
        } else {
            secure(contexts);
        }
    }

    private void finish() {
        if (tls != null && outbox.isEmpty()) {
            tls.closeOutbound();
            flush();
        }
        if (phase == Phase.CLOSED || !output.isEmpty()) {
            return;
        }
        phase = Phase.LINGERING;
        if (socketEnded) {
            session.closeNow();
            return;
        }
        progress.linger();
        try {
            output.shutdown();
        } catch (IOException e) {
            lost(e);
        }
    }

    private void lost(IOException e) {
        LOG.debug("{} lost: {}", this, e.getMessage());
        abort();
    }

    private void updateReading() {
        boolean wanted = phase == Phase.LINGERING || (phase == Phase.OPEN && !tlsWhenSent && held == null);
        if (wanted && session.isReadSuspended() && !socketEnded) {
            session.resumeRead();
        } else if (!wanted && !session.isReadSuspended()) {
            session.suspendRead();
        }
    }

    @Override
    public String toString() {
        ListenerInfo listener = connection.listener();
        return "listener=" + listener.name() + " peer=" + connection.remoteAddress();
    }
}
