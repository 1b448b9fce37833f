package org.letterlock.transport.mina.internal;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.mina.core.RuntimeIoException;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.SocketSessionConfig;
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

    // Small enough to be cheap per read, large enough for a 4 KiB mail; MINA doubles it while reads fill it.
    private static final int MIN_READ_BYTES = 8 * 1024;
    private static final int MAX_READ_BYTES = 64 * 1024;

    private final ListenerSettings settings;
    private final Transport transport;
    private final ListenerAcceptor acceptor;
    private final ConnectionLimit limit;
    private final AtomicLong refused = new AtomicLong();
    private final Words words;

    private boolean closed;
    private long lastTry;

    /** Why it is not bound; empty while it is. */
    private volatile String failure = "not bound yet";

    private volatile int boundPort;

    Listener(ListenerSettings settings, Transport transport) {
        this.settings = settings;
        this.transport = transport;
        limit = new ConnectionLimit(settings.maxConnections(), settings.maxConnectionsPerAddress());
        words = Words.of(settings.info());
        boundPort = settings.port();
        acceptor = new ListenerAcceptor(settings.info().name(), transport.threads(), transport.loops());
        acceptor.setReuseAddress(true);
        acceptor.setBacklog(settings.backlog());
        // Sessions outlive their port, so that they can finish.
        acceptor.setCloseOnDeactivation(false);
        acceptor.setHandler(this);
        SocketSessionConfig config = acceptor.getSessionConfig();
        config.setTcpNoDelay(true);
        config.setMaxReadBufferSize(MAX_READ_BYTES);
        config.setMinReadBufferSize(MIN_READ_BYTES);
        config.setReadBufferSize(MIN_READ_BYTES);
    }

    /** Binds the port, or says why not. */
    synchronized void bind() {
        lastTry = System.nanoTime();
        String reason = tryBind();
        if (reason.isEmpty()) {
            boundPort = acceptor.getLocalAddress().getPort();
            LOG.info("listener={} address={} port={} bound", settings.info().name(), settings.bindAddress(), boundPort);
        } else if (!reason.equals(failure)) {
            LOG.error(
                    "{}: {}; trying again every {} s",
                    settings.pid(),
                    reason,
                    transport.settings().bindRetrySeconds());
        }
        failure = reason;
    }

    private String tryBind() {
        InetSocketAddress address = new InetSocketAddress(settings.bindAddress(), settings.port());
        if (address.isUnresolved()) {
            return "bindAddress: " + settings.bindAddress() + " is not known";
        }
        try {
            acceptor.bind(address);
            return "";
        } catch (RuntimeIoException | IOException e) {
            return reason(e);
        }
    }

    private String reason(Exception e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof BindException && message.contains("in use")) {
            return "port: " + settings.port() + " is in use";
        }
        if (cause instanceof BindException && message.contains("assign")) {
            return "bindAddress: " + settings.bindAddress() + " is not an address of this machine";
        }
        return "port: " + settings.port() + " cannot be bound: " + message;
    }

    /** Tries again if it failed and it is time. */
    synchronized void rebind(long now) {
        long pause = TimeUnit.SECONDS.toNanos(transport.settings().bindRetrySeconds());
        if (!closed && !failure.isEmpty() && now - lastTry >= pause) {
            bind();
        }
    }

    /** Closes the port; the sessions finish. */
    synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        acceptor.dispose();
        transport.connections().stream()
                .filter(connection -> connection.isOf(this))
                .forEach(connection ->
                        connection.drain(null, transport.settings().drainGraceSeconds()));
        LOG.info("listener={} port={} closed", settings.info().name(), boundPort);
    }

    ListenerSettings settings() {
        return settings;
    }

    ListenerStatus status() {
        int open = 0;
        int waiting = 0;
        for (MinaConnection connection : transport.connections()) {
            if (connection.isOf(this)) {
                open++;
                waiting += connection.isWaiting() ? 1 : 0;
            }
        }
        String missing = missing();
        State state = !failure.isEmpty() ? State.FAILED : missing.isEmpty() ? State.ACCEPTING : State.WAITING;
        String detail = state == State.FAILED ? settings.pid() + ": " + failure : missing;
        return new ListenerStatus(
                settings.info(), settings.bindAddress(), boundPort, state, detail, open, waiting, refused.get());
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
        if (!transport.limit().enter(remote.getAddress())) {
            refuse(session);
        } else if (!limit.enter(remote.getAddress())) {
            transport.limit().leave(remote.getAddress());
            refuse(session);
        } else {
            MinaConnection connection = new MinaConnection(this, transport, (NioSession) session, remote, local);
            session.setAttribute(CONNECTION, connection);
            transport.connections().add(connection);
            connection.begin();
        }
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
        MinaConnection connection = of(session);
        if (connection != null) {
            connection.received(((IoBuffer) message).buf());
        }
    }

    @Override
    public void messageSent(IoSession session, Object message) {
        MinaConnection connection = of(session);
        if (connection != null) {
            connection.sent();
        }
    }

    @Override
    public void inputClosed(IoSession session) {
        MinaConnection connection = of(session);
        if (connection == null) {
            session.closeNow();
        } else {
            connection.inputClosed();
        }
    }

    @Override
    public void sessionClosed(IoSession session) {
        MinaConnection connection = of(session);
        if (connection != null) {
            limit.leave(connection.remoteAddress().getAddress());
            transport.limit().leave(connection.remoteAddress().getAddress());
            connection.disconnected();
            transport.remove(connection);
        }
    }

    @Override
    public void exceptionCaught(IoSession session, Throwable cause) {
        // A write that the peer's end overtook comes here too; sessionClosed follows.
        LOG.debug("listener={} connection failed", settings.info().name(), cause);
        session.closeNow();
    }
}
