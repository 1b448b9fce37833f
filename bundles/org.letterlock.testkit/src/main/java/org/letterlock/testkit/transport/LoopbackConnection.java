package org.letterlock.testkit.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.ConnectionHandler;
import org.letterlock.transport.api.ListenerInfo;
import org.letterlock.transport.api.ListenerInfo.TlsMode;

/**
 * A connection without a socket: the test is the peer. It keeps the contract of {@link Connection}: one event at a time,
 * on whichever thread comes; a received buffer is worth nothing after the call; octets that arrive while reading is
 * suspended wait. An exception of the handler reaches the thread that ran the event.
 */
public final class LoopbackConnection implements Connection {

    private final ListenerInfo listener;
    private final InetSocketAddress remote = new InetSocketAddress("192.0.2.1", 40000);
    private final InetSocketAddress local = new InetSocketAddress("192.0.2.2", 25);

    // Guarded by this.
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;
    private final List<byte[]> sent = new ArrayList<>();
    private final Deque<byte[]> unread = new ArrayDeque<>();
    private boolean inputDone;
    private boolean suspended;
    private boolean writable = true;
    private boolean handshaking;
    private boolean closing;
    private boolean aborted;
    private boolean gone;

    private volatile @Nullable SSLSession session;
    private volatile List<String> clientNames = List.of();
    private volatile ConnectionHandler handler;

    /**
     * A connection of a listener that offers STARTTLS.
     *
     * @param protocol {@code smtp} or {@code pop3}
     * @param handler makes its handler, which is opened at once
     */
    public LoopbackConnection(String protocol, Function<Connection, ConnectionHandler> handler) {
        this(new ListenerInfo("test", protocol, TlsMode.UPGRADE, Map.of()), handler);
    }

    /**
     * A connection.
     *
     * @param listener of this listener; if its TLS is implicit, the connection has TLS already
     * @param handler makes its handler, which is opened at once
     */
    @SuppressWarnings("this-escape") // a handler gets its connection, as with a real one
    public LoopbackConnection(ListenerInfo listener, Function<Connection, ConnectionHandler> handler) {
        this.listener = listener;
        if (listener.tls() == TlsMode.IMPLICIT) {
            session = FakeTls.session();
        }
        this.handler = handler.apply(this);
        execute(() -> this.handler.opened());
    }

    // What the test does.

    /**
     * The peer sends octets.
     *
     * @param octets from position to limit, copied
     */
    public void receive(ByteBuffer octets) {
        byte[] copy = new byte[octets.remaining()];
        octets.get(copy);
        synchronized (this) {
            unread.add(copy);
        }
        execute(this::deliver);
    }

    /**
     * The peer sends a text.
     *
     * @param text one octet each character
     */
    public void receive(String text) {
        receive(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
    }

    /**
     * The peer sends no more, but takes what comes: the connection closes in good order once all octets are delivered and
     * the handler takes more.
     */
    public void endInput() {
        synchronized (this) {
            inputDone = true;
        }
        execute(this::deliver);
    }

    /** The handshake begun by the handler succeeds. */
    public void completeHandshake() {
        SSLSession established = FakeTls.session();
        synchronized (this) {
            if (!handshaking) {
                throw new IllegalStateException("no handshake was begun");
            }
            handshaking = false;
            session = established;
        }
        execute(() -> handler.secured(established));
        execute(this::deliver);
    }

    /**
     * The transport's queue fills or empties.
     *
     * @param writable what {@link #isWritable()} says from here on
     */
    public void setWritable(boolean writable) {
        synchronized (this) {
            this.writable = writable;
        }
        if (writable) {
            execute(() -> handler.writable());
        }
    }

    /**
     * Time passes.
     *
     * @param nanoTime the clock
     */
    public void tick(long nanoTime) {
        execute(() -> handler.tick(nanoTime));
    }

    /** The gateway wants the connection to end. */
    public void drain() {
        execute(() -> handler.drain());
    }

    /** The peer is gone, or has seen the connection's end. Any number of times. */
    public void disconnect() {
        synchronized (this) {
            if (gone) {
                return;
            }
            gone = true;
        }
        execute(() -> handler.closed());
    }

    /**
     * What the handler has sent since the last call.
     *
     * @return a text for each {@link #send}, one character each octet
     */
    public synchronized List<String> takeSent() {
        List<String> texts =
                sent.stream().map(octets -> new String(octets, ISO_8859_1)).toList();
        sent.clear();
        return texts;
    }

    /**
     * Whether the handler has closed in good order.
     *
     * @return true after {@link #close()}, unless it was aborted
     */
    public synchronized boolean isClosed() {
        return closing && !aborted;
    }

    /**
     * Whether the handler has dropped the connection.
     *
     * @return true after {@link #abort()}
     */
    public synchronized boolean isAborted() {
        return aborted;
    }

    /**
     * Whether the handler has stopped reading.
     *
     * @return true between {@link #suspendReads()} and {@link #resumeReads()}
     */
    public synchronized boolean isSuspended() {
        return suspended;
    }

    /**
     * Whether a handshake waits for {@link #completeHandshake()}.
     *
     * @return true after {@link #startTls}
     */
    public synchronized boolean isHandshaking() {
        return handshaking;
    }

    /**
     * Who has the connection.
     *
     * @return the handler, after a hand-over the next one
     */
    public ConnectionHandler handler() {
        return handler;
    }

    // What the handler does.

    @Override
    public ListenerInfo listener() {
        return listener;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public InetSocketAddress localAddress() {
        return local;
    }

    @Override
    public Optional<SSLSession> tls() {
        return Optional.ofNullable(session);
    }

    @Override
    public List<String> clientNames() {
        return clientNames;
    }

    /** Whom the peer proves to be from now on, {@link #clientNames()}. */
    public void setClientNames(List<String> names) {
        clientNames = List.copyOf(names);
    }

    @Override
    public synchronized void send(ByteBuffer data) {
        if (!closing) {
            byte[] octets = new byte[data.remaining()];
            data.get(octets);
            sent.add(octets);
        }
    }

    @Override
    public synchronized boolean isWritable() {
        return writable;
    }

    @Override
    public synchronized void suspendReads() {
        suspended = true;
    }

    @Override
    public void resumeReads() {
        synchronized (this) {
            suspended = false;
        }
        execute(this::deliver);
    }

    @Override
    public synchronized void startTls(ByteBuffer reply) {
        if (session != null || handshaking) {
            throw new IllegalStateException("TLS has been started already");
        }
        send(reply);
        handshaking = true;
        unread.clear();
    }

    @Override
    public synchronized boolean canStartTls() {
        return listener.tls() == TlsMode.UPGRADE && session == null && !handshaking;
    }

    @Override
    public void close() {
        end(false);
    }

    @Override
    public void abort() {
        end(true);
    }

    private void end(boolean drop) {
        synchronized (this) {
            closing = true;
            if (drop) {
                aborted = true;
                sent.clear();
            }
            unread.clear();
        }
        disconnect();
    }

    @Override
    public void handOver(ConnectionHandler next) {
        handler = next;
        next.opened();
    }

    @Override
    public void execute(Runnable task) {
        synchronized (this) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        Runnable next = nextTask();
        while (next != null) {
            boolean finished = false;
            try {
                next.run();
                finished = true;
            } finally {
                if (!finished) {
                    synchronized (this) {
                        running = false;
                    }
                }
            }
            next = nextTask();
        }
    }

    private synchronized @Nullable Runnable nextTask() {
        Runnable next = tasks.poll();
        running = next != null;
        return next;
    }

    private void deliver() {
        byte[] octets = nextUnread();
        while (octets != null) {
            ByteBuffer buffer = ByteBuffer.wrap(octets);
            handler.received(buffer);
            Arrays.fill(octets, (byte) '?');
            octets = nextUnread();
        }
        if (isAtEnd()) {
            close();
        }
    }

    private synchronized boolean isAtEnd() {
        return inputDone && unread.isEmpty() && !suspended && !gone;
    }

    private synchronized byte @Nullable [] nextUnread() {
        return suspended || handshaking || gone ? null : unread.poll();
    }
}
