package org.letterlock.transport.mina.internal;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSession;
import org.apache.mina.transport.socket.nio.NioSession;
import org.jspecify.annotations.Nullable;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.ConnectionHandler;
import org.letterlock.transport.api.ListenerInfo;
import org.letterlock.transport.api.ListenerInfo.TlsMode;
import org.letterlock.transport.api.ProtocolHandlerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection as other threads see it: whatever comes from the socket, the clock, the handler or elsewhere enters the
 * sequence, within which the {@link Link} does the work.
 */
final class MinaConnection extends Sequence implements Connection {

    private static final Logger LOG = LoggerFactory.getLogger(MinaConnection.class);

    private final Listener port;
    private final Transport transport;
    private final NioSession session;
    private final Endpoints endpoints;
    private final Link link;
    private final AtomicBoolean tlsRequested = new AtomicBoolean();
    private final AtomicBoolean tickQueued = new AtomicBoolean();

    MinaConnection(Listener port, Transport transport, NioSession session, Endpoints endpoints) {
        this.port = port;
        this.transport = transport;
        this.session = session;
        this.endpoints = endpoints;
        link = new Link(this, transport, session);
    }

    // What the listener and the transport tell.

    void begin() {
        execute(link::begin);
    }

    void received(ByteBuffer net) {
        if (tryEnter()) {
            try {
                guard(() -> link.take(net));
            } finally {
                leave();
            }
        } else {
            // Whoever runs the sequence is not to be flooded: one buffer waits, the rest stays in the socket.
            session.suspendRead();
            execute(() -> link.take(net));
        }
    }

    void inputClosed() {
        // MINA would tell it again and again.
        session.suspendRead();
        execute(link::inputClosed);
    }

    void sent() {
        execute(link::sent);
    }

    void disconnected() {
        execute(link::disconnected);
    }

    void tick(long now) {
        if (tickQueued.compareAndSet(false, true)) {
            execute(() -> {
                tickQueued.set(false);
                link.tick(now);
            });
        }
    }

    void admitIfWaiting() {
        if (link.isWaiting()) {
            execute(link::admitIfWaiting);
        }
    }

    /** Finishes, however long that takes. */
    void drain() {
        execute(link::drain);
    }

    /** Finishes; after the grace it is cut. A factory restricts it to the connections that are this factory's. */
    void drain(@Nullable ProtocolHandlerFactory only, int graceSeconds) {
        execute(() -> link.drain(only, graceSeconds));
    }

    boolean isOf(Listener listener) {
        return port == listener;
    }

    boolean asksClients() {
        return port.settings().clientCertificates() == ListenerSettings.ClientCertificates.ASK;
    }

    boolean isWaiting() {
        return link.isWaiting();
    }

    /** Whether octets are taken from the socket. */
    boolean isReading() {
        return !session.isReadSuspended();
    }

    /** Octets of the handler that have not reached the socket. */
    int queuedBytes() {
        return link.outbox().size();
    }

    // The handler's side.

    @Override
    public ListenerInfo listener() {
        return port.settings().info();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return endpoints.remote();
    }

    @Override
    public InetSocketAddress localAddress() {
        return endpoints.local();
    }

    @Override
    public Optional<SSLSession> tls() {
        return Optional.ofNullable(link.tlsSession());
    }

    @Override
    public List<String> clientNames() {
        return link.clientNames();
    }

    @Override
    public void send(ByteBuffer data) {
        enter(() -> link.send(data));
    }

    @Override
    public boolean isWritable() {
        return !link.outbox().isCongested();
    }

    @Override
    public void suspendReads() {
        enter(() -> link.wantReads(false));
    }

    @Override
    public void resumeReads() {
        enter(() -> link.wantReads(true));
    }

    @Override
    public boolean canStartTls() {
        return listener().tls() == TlsMode.UPGRADE && !tlsRequested.get() && transport.tls() != null;
    }

    @Override
    public void startTls(ByteBuffer reply) {
        if (listener().tls() == TlsMode.IMPLICIT || !tlsRequested.compareAndSet(false, true)) {
            throw new IllegalStateException("TLS has been started already");
        }
        enter(() -> link.startTls(reply));
    }

    @Override
    public void close() {
        enter(link::close);
    }

    @Override
    public void abort() {
        enter(link::abort);
    }

    @Override
    public void handOver(ConnectionHandler next) {
        enter(() -> link.handOver(next));
    }

    private void enter(Runnable task) {
        if (isEntered()) {
            task.run();
        } else {
            execute(task);
        }
    }

    @Override
    void guard(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            // A handler's bug, or a class of a bundle that is gone: it costs this connection, not the thread.
            LOG.error("listener={} connection closed by an error", listener().name(), e);
            link.abort();
        }
    }

    @Override
    void settle() {
        link.settle();
    }
}
