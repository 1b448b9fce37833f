package org.letterlock.transport.mina.internal;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSession;
import org.apache.mina.transport.socket.nio.NioSession;
import org.jspecify.annotations.Nullable;
import org.letterlock.transport.api.Channel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection as other threads see it: whatever comes from the socket, the clock, the handler or elsewhere enters the
 * sequence, within which the {@link Link} does the work.
 */
abstract class Leg implements Channel, Sequence.Member {

    private static final Logger LOG = LoggerFactory.getLogger(Leg.class);

    private final Sequence sequence;
    private final AtomicBoolean tickQueued = new AtomicBoolean();

    Leg(Sequence sequence) {
        this.sequence = sequence;
    }

    /** What does the work; null while there is no socket yet. */
    abstract @Nullable Link link();

    final Sequence sequence() {
        return sequence;
    }

    // What the socket and the clock tell.

    final void received(NioSession session, ByteBuffer net) {
        if (sequence.tryEnter()) {
            try {
                guard(() -> take(session, net));
            } finally {
                sequence.leave();
            }
        } else {
            // Whoever runs the sequence is not to be flooded: one buffer waits, the rest stays in the socket.
            session.suspendRead();
            execute(() -> take(session, net));
        }
    }

    private void take(NioSession session, ByteBuffer net) {
        withLink(session, link -> link.take(net));
    }

    final void inputClosed(NioSession session) {
        // MINA would tell it again and again.
        session.suspendRead();
        execute(() -> withLink(session, Link::inputClosed));
    }

    final void sent(NioSession session) {
        execute(() -> withLink(session, Link::sent));
    }

    final void disconnected(NioSession session) {
        execute(() -> withLink(session, Link::disconnected));
    }

    final void tick(long now) {
        if (tickQueued.compareAndSet(false, true)) {
            execute(() -> {
                tickQueued.set(false);
                ticked(now);
            });
        }
    }

    void ticked(long now) {
        withLink(link -> link.tick(now));
    }

    /** Whether octets are taken from the socket. */
    final boolean isReading() {
        Link link = link();
        return link != null && !link.session().isReadSuspended();
    }

    /** Octets of the handler that have not reached the socket. */
    final int queuedBytes() {
        Link link = link();
        return link == null ? 0 : link.outbox().size();
    }

    // The handler's side.

    @Override
    public final Optional<SSLSession> tls() {
        Link link = link();
        return link == null ? Optional.empty() : Optional.ofNullable(link.tlsSession());
    }

    @Override
    public final void send(ByteBuffer data) {
        enter(() -> withLink(link -> link.send(data)));
    }

    @Override
    public final boolean isWritable() {
        Link link = link();
        return link != null && !link.outbox().isCongested();
    }

    @Override
    public final void suspendReads() {
        enter(() -> withLink(link -> link.wantReads(false)));
    }

    @Override
    public final void resumeReads() {
        enter(() -> withLink(link -> link.wantReads(true)));
    }

    @Override
    public void close() {
        enter(() -> withLink(Link::close));
    }

    @Override
    public void abort() {
        enter(() -> withLink(Link::abort));
    }

    @Override
    public final void execute(Runnable task) {
        sequence.execute(() -> guard(task));
    }

    @Override
    public final void settle() {
        guard(() -> withLink(Link::settle));
    }

    final void enter(Runnable task) {
        if (sequence.isEntered()) {
            sequence.touch();
            task.run();
        } else {
            execute(task);
        }
    }

    private interface Work {
        void on(Link link);
    }

    private void withLink(Work work) {
        Link link = link();
        if (link != null) {
            work.on(link);
        }
    }

    /** A socket that came too late for an attempt that had given it up has no link. */
    private void withLink(NioSession session, Work work) {
        withLink(link -> {
            if (link.session().equals(session)) {
                work.on(link);
            }
        });
    }

    private void guard(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            // A handler's bug, or a class of a bundle that is gone: it costs this connection, not the thread.
            LOG.error("{} connection closed by an error", this, e);
            abort();
        }
    }
}
