package org.letterlock.transport.mina.internal;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import javax.net.ssl.SSLSession;
import org.apache.mina.transport.socket.nio.NioSession;
import org.jspecify.annotations.Nullable;
import org.letterlock.settings.TargetList;
import org.letterlock.transport.api.OutboundConnection;
import org.letterlock.transport.api.OutboundFailure;
import org.letterlock.transport.api.OutboundFailure.Reason;
import org.letterlock.transport.api.OutboundHandler;
import org.letterlock.transport.api.Target;

/** A connection that the gateway begins, in the sequence of a client's: first an attempt, then a link. */
final class MinaOutbound extends Leg implements OutboundConnection {

    private final Target target;
    private final MinaConnector connector;
    private final Attempt attempt;
    private final OutboundHandler handler;
    private final AtomicBoolean tlsRequested = new AtomicBoolean();

    private volatile @Nullable OutboundLink link;

    // Confined to the sequence.
    private boolean counted;
    private boolean endedHere;
    private boolean failed;
    private boolean ended;

    MinaOutbound(
            Target target,
            Sequence sequence,
            MinaConnector connector,
            Function<? super OutboundConnection, ? extends OutboundHandler> handler) {
        super(sequence);
        this.target = target;
        this.connector = connector;
        attempt = connector.newAttempt(this, TargetList.of(target.allowed()));
        this.handler = handler.apply(this);
    }

    // What the connector, the attempt and the socket tell.

    void begin() {
        execute(() -> {
            if (!ended) {
                sequence().add(this);
                counted = connector.enter(this);
                if (counted) {
                    attempt.begin();
                }
            }
        });
    }

    boolean isOf(MinaConnector other) {
        return connector == other;
    }

    void unreachable(Dialer.Dial dial, Throwable cause) {
        execute(() -> attempt.unreachable(dial, cause));
    }

    void connected(Dialer.Dial dial, NioSession session) {
        execute(() -> {
            // It may have been ended while this was on its way.
            if (!endedHere && attempt.accepts(dial) && link == null) {
                OutboundLink made = connector.newLink(this, session, handler);
                link = made;
                made.begin();
            } else {
                session.closeNow();
            }
        });
    }

    @Override
    void ticked(long now) {
        if (link == null) {
            attempt.tick(now);
        } else {
            super.ticked(now);
        }
    }

    /** The gateway ends it. */
    void stop() {
        execute(() -> {
            fail(Reason.UNAVAILABLE, MinaConnector.STOPPED);
            abort();
        });
    }

    /** Ends the attempt, if it still is one. */
    void giveUp() {
        execute(() -> {
            if (link == null) {
                stop();
            }
        });
    }

    /** Whether an address has been asked to accept. */
    boolean isDialling() {
        return attempt.isDialling();
    }

    // Within the sequence.

    /** The server is who it should be. */
    void verified(SSLSession session) {
        connector.verified(target, session);
    }

    /** Tells the handler why, unless it knows or has ended the connection itself. */
    void fail(Reason reason, String text) {
        if (!failed && !endedHere && !ended) {
            failed = true;
            OutboundFailure failure = new OutboundFailure(reason, text);
            connector.failed(target, failure);
            handler.failed(failure);
        }
    }

    /** It is gone. */
    void end() {
        if (!ended) {
            ended = true;
            attempt.end();
            sequence().remove(this);
            if (counted) {
                connector.leave(this);
            }
            connector.remove(this);
            handler.closed();
        }
    }

    @Override
    @Nullable OutboundLink link() {
        return link;
    }

    // The handler's side.

    @Override
    public Target target() {
        return target;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        OutboundLink open = link;
        return open == null
                ? InetSocketAddress.createUnresolved(target.host(), target.port())
                : open.endpoints().remote();
    }

    @Override
    public InetSocketAddress localAddress() {
        OutboundLink open = link;
        return open == null ? new InetSocketAddress(0) : open.endpoints().local();
    }

    @Override
    public void startTls() {
        OutboundLink open = link;
        if (open == null) {
            throw new IllegalStateException("not open yet");
        }
        if (target.tls() == Target.Tls.IMPLICIT || !tlsRequested.compareAndSet(false, true)) {
            throw new IllegalStateException("TLS has been started already");
        }
        enter(open::startTls);
    }

    @Override
    public void close() {
        enter(() -> endHere(Link::close));
    }

    @Override
    public void abort() {
        enter(() -> endHere(Link::abort));
    }

    private interface End {
        void of(Link link);
    }

    private void endHere(End how) {
        endedHere = true;
        OutboundLink open = link;
        if (open == null) {
            // Not within the handler's own call.
            execute(this::end);
        } else {
            how.of(open);
        }
    }

    @Override
    public String toString() {
        return "outbound peer=" + remoteAddress();
    }
}
