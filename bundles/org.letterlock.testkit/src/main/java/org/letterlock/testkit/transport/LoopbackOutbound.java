package org.letterlock.testkit.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.OutboundConnection;
import org.letterlock.transport.api.OutboundFailure;
import org.letterlock.transport.api.OutboundFailure.Reason;
import org.letterlock.transport.api.OutboundHandler;
import org.letterlock.transport.api.Target;
import org.letterlock.transport.api.Target.Tls;

/**
 * An outbound connection without a socket: the test is the server. It keeps the contract of {@link OutboundConnection}:
 * events come in the client's sequence, octets behind the reply that starts TLS are an injection, and whatever ends it but
 * the handler is a failure.
 */
public final class LoopbackOutbound implements OutboundConnection {

    private final Target target;
    private final Connection client;
    private final OutboundHandler handler;

    // Guarded by this.
    private final List<byte[]> sent = new ArrayList<>();
    private final Deque<byte[]> unread = new ArrayDeque<>();
    private boolean open;
    private boolean suspended;
    private boolean writable = true;
    private boolean handshaking;
    private boolean closing;
    private boolean aborted;
    private boolean gone;

    private volatile @Nullable SSLSession session;

    LoopbackOutbound(
            Target target, Connection client, Function<? super OutboundConnection, ? extends OutboundHandler> handler) {
        this.target = target;
        this.client = client;
        this.handler = handler.apply(this);
    }

    // What the test does.

    /** The server accepts; where TLS is implicit the handshake succeeds. */
    public void open() {
        synchronized (this) {
            open = true;
            if (target.tls() == Tls.IMPLICIT) {
                session = FakeTls.session();
            }
        }
        event(handler::opened);
    }

    /**
     * The server sends a text, in one piece.
     *
     * @param text one octet each character
     */
    public void receive(String text) {
        synchronized (this) {
            unread.add(text.getBytes(ISO_8859_1));
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
        event(() -> handler.secured(established));
        execute(this::deliver);
    }

    /**
     * The connection cannot be made, or is lost.
     *
     * @param reason the kind
     * @param text for people
     */
    public void fail(Reason reason, String text) {
        execute(() -> {
            if (!isOver()) {
                handler.failed(new OutboundFailure(reason, text));
                end();
            }
        });
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
            event(handler::writable);
        }
    }

    /**
     * Time passes.
     *
     * @param nanoTime the clock
     */
    public void tick(long nanoTime) {
        event(() -> handler.tick(nanoTime));
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

    // What the handler does.

    @Override
    public Target target() {
        return target;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return InetSocketAddress.createUnresolved(target.host(), target.port());
    }

    @Override
    public InetSocketAddress localAddress() {
        return new InetSocketAddress(0);
    }

    @Override
    public Optional<SSLSession> tls() {
        return Optional.ofNullable(session);
    }

    @Override
    public synchronized void send(ByteBuffer data) {
        if (open && !closing) {
            byte[] octets = new byte[data.remaining()];
            data.get(octets);
            sent.add(octets);
        }
    }

    @Override
    public synchronized boolean isWritable() {
        return open && writable;
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
    public void startTls() {
        synchronized (this) {
            if (!open || session != null || handshaking) {
                throw new IllegalStateException("not open, or TLS has been started already");
            }
            handshaking = true;
            if (unread.isEmpty()) {
                return;
            }
        }
        injected();
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
        execute(this::end);
    }

    @Override
    public void execute(Runnable task) {
        client.execute(task);
    }

    // Within the sequence.

    private void event(Runnable event) {
        execute(() -> {
            if (!isOver()) {
                event.run();
            }
        });
    }

    private synchronized boolean isOver() {
        return closing || gone;
    }

    private void end() {
        synchronized (this) {
            if (gone) {
                return;
            }
            gone = true;
        }
        handler.closed();
    }

    private void deliver() {
        byte[] octets = nextUnread();
        while (octets != null) {
            ByteBuffer buffer = ByteBuffer.wrap(octets);
            handler.received(buffer);
            if (isHandshaking() && buffer.hasRemaining()) {
                injected();
            }
            octets = nextUnread();
        }
    }

    private void injected() {
        fail(Reason.INJECTION, "octets in clear came behind the reply that starts TLS");
    }

    private synchronized byte @Nullable [] nextUnread() {
        return !open || suspended || handshaking || closing || gone ? null : unread.poll();
    }
}
