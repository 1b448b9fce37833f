package org.letterlock.transport.mina.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.apache.mina.transport.socket.nio.NioSession;
import org.jspecify.annotations.Nullable;
import org.letterlock.transport.api.ChannelHandler;

/** What a connection is between socket and handler. Confined to the connection's sequence where not said otherwise. */
abstract class Link implements TlsLayer.Sink {

    private enum Phase {
        OPEN,
        /** What is queued leaves, nothing more is taken from either side. */
        CLOSING,
        /** All is sent; the peer's last octets are thrown away, because a reset would take our last ones from it. */
        LINGERING,
        CLOSED
    }

    private final NioSession session;
    private final Outbox outbox;
    private final Progress progress;
    private final Output output;

    private Phase phase = Phase.OPEN;
    private @Nullable TlsLayer tls;
    private volatile @Nullable SSLSession tlsSession;
    private boolean readsWanted = true;

    /**
     * Octets that came while the handler wanted none. Reading stops when there are some, not before: most peers wait for the
     * answer, and then suspending and resuming costs no system call.
     */
    private @Nullable ByteBuffer held;

    /** The peer has said that it sends no more, by TLS or by closing its side; and the latter. */
    private boolean inputDone;

    private boolean socketEnded;

    Link(Transport transport, NioSession session, Progress progress) {
        this.session = session;
        this.progress = progress;
        outbox = new Outbox(transport.buffers(), transport.settings().writeHighWaterBytes());
        output = new Output(session, outbox, progress);
    }

    /** Who handles the connection now. */
    abstract ChannelHandler handler();

    /** Whether clear octets are on their way behind which TLS begins. */
    abstract boolean isTlsPending();

    /** All that was queued has reached the socket, and TLS is pending. */
    abstract void startPendingTls();

    /** What the peer sent is no TLS, or its handshake failed; an alert is ready to be sent. */
    abstract void tlsFailed(SSLException e);

    /** Octets came in clear behind those that start TLS. */
    abstract void injected();

    /** The peer sends no more, and all that it sent was delivered. */
    abstract void endOfInput();

    /** The socket failed. */
    abstract void lost(IOException e);

    /** Something took too long. */
    abstract void late(String what);

    /** The socket is closed. */
    abstract void gone();

    // Any thread.

    final Outbox outbox() {
        return outbox;
    }

    final @Nullable SSLSession tlsSession() {
        return tlsSession;
    }

    final NioSession session() {
        return session;
    }

    // What comes from below.

    void take(ByteBuffer net) {
        if (phase != Phase.OPEN) {
            return;
        }
        if (isTlsPending()) {
            injected();
        } else if (!readsWanted && !isHandshaking()) {
            held = join(held, net);
        } else if (tls == null) {
            handler().received(net);
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
            tlsFailed(e);
            outbox.clear();
            close();
            return;
        }
        inputDone |= layer.isInboundDone();
    }

    final void inputClosed() {
        socketEnded = true;
        inputDone = true;
        if (phase == Phase.LINGERING) {
            session.closeNow();
        }
    }

    final void sent() {
        output.sent();
    }

    final void disconnected() {
        phase = Phase.CLOSED;
        outbox.clear();
        held = null;
        gone();
    }

    final void tick(long now) {
        if (phase == Phase.CLOSED) {
            return;
        }
        String late = progress.late(now, session.getWrittenBytes());
        if (late != null) {
            late(late);
            abort();
        } else if (phase == Phase.OPEN && !isHandshaking() && !isTlsPending()) {
            handler().tick(now);
        }
    }

    // What comes out of the TLS layer.

    @Override
    public final void clear(ByteBuffer data) {
        if (phase == Phase.OPEN) {
            handler().received(data);
        }
    }

    @Override
    public final void records(ByteBuffer data) {
        outbox.addWire(data);
    }

    @Override
    public void established(SSLSession established) {
        progress.established();
        tlsSession = established;
    }

    // What comes from above.

    final boolean isOpen() {
        return phase == Phase.OPEN;
    }

    final void send(ByteBuffer data) {
        if (phase == Phase.OPEN && data.hasRemaining()) {
            outbox.add(data);
        }
    }

    final void wantReads(boolean wanted) {
        readsWanted = wanted;
    }

    /** Whether octets wait that the handler has not seen. */
    final boolean isHolding() {
        return held != null;
    }

    /** From here on what the peer sends is TLS. */
    final void secure(TlsLayer layer) {
        progress.handshake();
        tls = layer;
    }

    final boolean isHandshaking() {
        return tls != null && !tls.isEstablished();
    }

    final void close() {
        if (phase == Phase.OPEN) {
            phase = Phase.CLOSING;
            held = null;
        }
    }

    final void abort() {
        if (phase != Phase.CLOSED) {
            phase = Phase.CLOSED;
            outbox.clear();
            session.closeNow();
        }
    }

    // At the end of each run of the sequence.

    final void settle() {
        if (phase == Phase.CLOSED) {
            return;
        }
        flush();
        while (phase == Phase.OPEN && outbox.relieved()) {
            handler().writable();
            flush();
        }
        ByteBuffer net = held;
        while (net != null && canTake()) {
            held = null;
            take(net);
            flush();
            net = held;
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

    private void flush() {
        try {
            while (phase != Phase.CLOSED && output.flush(tls) && isTlsPending()) {
                startPendingTls();
            }
        } catch (IOException e) {
            lost(e);
            abort();
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
            abort();
        }
    }

    private void updateReading() {
        boolean wanted = phase == Phase.LINGERING || (phase == Phase.OPEN && !isTlsPending() && held == null);
        if (wanted && session.isReadSuspended() && !socketEnded) {
            session.resumeRead();
        } else if (!wanted && !session.isReadSuspended()) {
            session.suspendRead();
        }
    }
}
