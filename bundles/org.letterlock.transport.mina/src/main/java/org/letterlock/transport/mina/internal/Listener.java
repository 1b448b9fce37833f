package org.letterlock.transport.mina.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.nio.NioSession;
import org.jspecify.annotations.Nullable;
import org.letterlock.transport.api.ListenerInfo.TlsMode;
import org.letterlock.transport.api.ListenerStatus;
import org.letterlock.transport.api.ListenerStatus.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A port and the connections that came in by it. Thread-safe. */
final class Listener extends IoHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final AttributeKey CONNECTION = new AttributeKey(Listener.class, "connection");
    private static final AttributeKey ARRIVAL = new AttributeKey(Listener.class, "arrival");

    private final ListenerSettings settings;
    private final Transport transport;
    private final Port port;
    private final ConnectionLimit limit;
    private final KeyedLimit<InetAddress> addressLimit;
    private final Set<ProxiedArrival> arrivals = ConcurrentHashMap.newKeySet();
    private final AtomicLong refused = new AtomicLong();
    private final Words words;

    private volatile boolean closed;

    Listener(ListenerSettings settings, Transport transport) {
        this.settings = settings;
        this.transport = transport;
        limit = new ConnectionLimit(settings.maxConnections());
        addressLimit = new KeyedLimit<>(settings.maxConnectionsPerAddress());
        words = Words.of(settings.info());
        port = new Port(settings, transport, this);
    }

    /** Opens the port, now or as soon as it can be. */
    void open() {
        port.bind();
    }

    void tick(long now) {
        port.rebind(now);
        arrivals.forEach(arrival -> arrival.tick(now));
    }

    /** Closes the port; the sessions finish. Whoever has not said yet for whom he comes has none. */
    synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        port.close();
        arrivals.forEach(ProxiedArrival::abort);
        transport.connections().stream()
                .filter(connection -> connection.isOf(this))
                .forEach(connection ->
                        connection.drain(null, transport.settings().drainGraceSeconds()));
    }

    ListenerSettings settings() {
        return settings;
    }

    ListenerStatus status() {
        int waiting = arrivals.size();
        int open = waiting;
        for (MinaConnection connection : transport.connections()) {
            if (connection.isOf(this)) {
                open++;
                waiting += connection.isWaiting() ? 1 : 0;
            }
        }
        String missing = missing();
        String failure = port.failure();
        State state = !failure.isEmpty() ? State.FAILED : missing.isEmpty() ? State.ACCEPTING : State.WAITING;
        String detail = state == State.FAILED ? settings.pid() + ": " + failure : missing;
        return new ListenerStatus(
                settings.info(), settings.bindAddress(), port.number(), state, detail, open, waiting, refused.get());
    }

    private String missing() {
        String protocol = settings.info().protocol();
        if (transport.protocols().best(protocol) == null) {
            return "waiting for the protocol " + protocol;
        }
        boolean needsTls = settings.info().tls() != TlsMode.NONE;
        return needsTls && transport.tls() == null ? "waiting for a certificate" : "";
    }

    // MINA's side.

    @Override
    public void sessionOpened(IoSession session) {
        if (!(session.getRemoteAddress() instanceof InetSocketAddress remote)
                || !(session.getLocalAddress() instanceof InetSocketAddress local)) {
            // The peer has gone already.
            session.closeNow();
            return;
        }
        if (!transport.limit().enter()) {
            refuse(session);
            return;
        }
        if (!limit.enter()) {
            transport.limit().leave();
            refuse(session);
            return;
        }
        Endpoints endpoints = new Endpoints(remote, local);
        if (settings.proxyProtocolPeers().contains(remote.getAddress())) {
            await(session, new ProxiedArrival(settings, session, endpoints));
        } else {
            admit(session, endpoints);
        }
    }

    private void await(IoSession session, ProxiedArrival arrival) {
        session.setAttribute(ARRIVAL, arrival);
        arrivals.add(arrival);
        if (closed) {
            // It may have come too late to be seen when the port was closed.
            arrival.abort();
        }
    }

    private void identify(IoSession session, ProxiedArrival arrival, ByteBuffer data) {
        arrival.receive(data).ifPresent(endpoints -> {
            session.removeAttribute(ARRIVAL);
            arrivals.remove(arrival);
            admit(session, endpoints);
            MinaConnection connection = of(session);
            if (connection != null && data.hasRemaining()) {
                connection.received((NioSession) session, data);
            }
        });
    }

    private void admit(IoSession session, Endpoints endpoints) {
        if (!addressLimit.enter(endpoints.remote().getAddress())) {
            leave();
            refuse(session);
            return;
        }
        MinaConnection connection = new MinaConnection(this, transport, (NioSession) session, endpoints);
        session.setAttribute(CONNECTION, connection);
        connection.begin();
    }

    private void leave() {
        limit.leave();
        transport.limit().leave();
    }

    private void refuse(IoSession session) {
        refused.incrementAndGet();
        if (settings.info().tls() == TlsMode.IMPLICIT) {
            // Words would cost a handshake, and that is what a flood wants us to do.
            session.closeNow();
        } else {
            session.write(IoBuffer.wrap(words.tooMany()));
            session.closeOnFlush();
        }
    }

    private static @Nullable MinaConnection of(IoSession session) {
        return (MinaConnection) session.getAttribute(CONNECTION);
    }

    @Override
    public void messageReceived(IoSession session, Object message) {
        ByteBuffer data = ((IoBuffer) message).buf();
        MinaConnection connection = of(session);
        if (connection != null) {
            connection.received((NioSession) session, data);
        } else if (session.getAttribute(ARRIVAL) instanceof ProxiedArrival arrival) {
            identify(session, arrival, data);
        }
    }

    @Override
    public void messageSent(IoSession session, Object message) {
        MinaConnection connection = of(session);
        if (connection != null) {
            connection.sent((NioSession) session);
        }
    }

    @Override
    public void inputClosed(IoSession session) {
        MinaConnection connection = of(session);
        if (connection == null) {
            session.closeNow();
        } else {
            connection.inputClosed((NioSession) session);
        }
    }

    @Override
    public void sessionClosed(IoSession session) {
        MinaConnection connection = of(session);
        if (connection != null) {
            addressLimit.leave(connection.remoteAddress().getAddress());
            leave();
            connection.disconnected((NioSession) session);
            transport.remove(connection);
        } else if (session.getAttribute(ARRIVAL) instanceof ProxiedArrival arrival) {
            arrivals.remove(arrival);
            leave();
        }
    }

    @Override
    public void exceptionCaught(IoSession session, Throwable cause) {
        // A write that the peer's end overtook comes here too; sessionClosed follows.
        LOG.debug("listener={} connection failed", settings.info().name(), cause);
        session.closeNow();
    }
}
