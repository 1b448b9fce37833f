package org.letterlock.smtp.proxy.internal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.proxy.SmtpRelay;
import org.letterlock.protocol.proxy.SmtpRelayAction;
import org.letterlock.proxy.Gate;
import org.letterlock.proxy.SessionFigures;
import org.letterlock.proxy.TickClock;
import org.letterlock.transport.api.Channel;

/**
 * A session behind its login: does what the relay says with both connections and the copies. Whoever is slow, the client, the
 * store or the remote server, makes the others wait. Confined to the session's sequence.
 */
final class RelayDriver {

    private final Channel client;
    private final Channel upstream;
    private final Copies copies;
    private final SmtpRelay relay;

    /** Runs what comes back from another thread within the sequence, also when a connection is gone. */
    private final Consumer<Runnable> sequence;

    private final SessionFigures figures;
    private final Duration serviceWait;
    private final Gate clientReads;
    private final Gate upstreamReads;

    /** A mail that waits for the intake, and for how long. */
    private SmtpRelayAction.@Nullable BeginCopy held;

    private TickClock heldFor = new TickClock();

    /** The store takes no more of the mail for now. */
    private boolean blocked;

    private boolean clientGone;
    private boolean upstreamGone;

    /** Joins a client that is not read from yet, and a server that is. */
    RelayDriver(
            Channel client,
            Channel upstream,
            Copies copies,
            SmtpRelay relay,
            SessionFigures figures,
            Duration serviceWait,
            Consumer<Runnable> sequence) {
        this.client = client;
        this.upstream = upstream;
        this.copies = copies;
        this.relay = relay;
        this.figures = figures;
        this.serviceWait = serviceWait;
        this.sequence = sequence;
        this.clientReads = new Gate(client, false);
        this.upstreamReads = new Gate(upstream, true);
    }

    void fromClient(ByteBuffer data) {
        relay.receiveFromClient(data);
        pump();
        relay.keepClient();
    }

    void fromUpstream(ByteBuffer data) {
        relay.receiveFromUpstream(data);
        pump();
        relay.keepUpstream();
    }

    void clientClosed() {
        clientGone = true;
        relay.clientClosed();
        if (held != null) {
            held = null;
            relay.answer(false);
        }
        pump();
    }

    void upstreamClosed() {
        upstreamGone = true;
        relay.upstreamClosed();
        pump();
    }

    void drain() {
        relay.drain();
        pump();
    }

    void tick(long nanoTime) {
        SmtpRelayAction.BeginCopy waiting = held;
        if (waiting != null) {
            held = null;
            begin(waiting, heldFor.elapsedNanos(nanoTime) < serviceWait.toNanos());
        }
        relay.tick(nanoTime);
        pump();
    }

    /** One of the connections, or the store, takes more again. */
    void pump() {
        boolean waiting = false;
        while (!waiting && mayGoOn()) {
            SmtpRelayAction action = relay.next();
            waiting = action instanceof SmtpRelayAction.Wait;
            perform(action);
        }
        if (!clientGone) {
            clientReads.open(mayGoOn() && relay.wantsClient());
        }
        if (!upstreamGone) {
            upstreamReads.open(mayGoOn());
        }
    }

    private boolean mayGoOn() {
        return !blocked && (clientGone || client.isWritable()) && (upstreamGone || upstream.isWritable());
    }

    private void perform(SmtpRelayAction action) {
        if (action instanceof SmtpRelayAction.WriteClient write) {
            figures.toClient(write.octets().remaining());
            client.send(write.octets());
        } else if (action instanceof SmtpRelayAction.WriteUpstream write) {
            figures.toServer(write.octets().remaining());
            upstream.send(write.octets());
        } else if (action instanceof SmtpRelayAction.Body body) {
            waitFor(copies.write(body.octets()));
        } else if (action instanceof SmtpRelayAction.BeginCopy mail) {
            heldFor = new TickClock();
            begin(mail, !serviceWait.isZero());
        } else if (action instanceof SmtpRelayAction.MakePending) {
            copies.makePending(sequence, done -> {
                relay.answer(done);
                pump();
            });
        } else if (action instanceof SmtpRelayAction.DropCopy) {
            copies.drop();
        } else if (action instanceof SmtpRelayAction.Outcome outcome) {
            copies.outcome(outcome);
        } else {
            end(action);
        }
    }

    private void begin(SmtpRelayAction.BeginCopy mail, boolean mayWait) {
        switch (copies.begin(mail, mayWait)) {
            case YES -> relay.answer(true);
            case NO -> relay.answer(false);
            case AWAY -> held = mail;
        }
    }

    private void end(SmtpRelayAction action) {
        if (action instanceof SmtpRelayAction.CloseClient) {
            clientGone = true;
            client.close();
        } else if (action instanceof SmtpRelayAction.CloseUpstream) {
            upstreamGone = true;
            upstream.close();
        } else if (action instanceof SmtpRelayAction.AbortUpstream) {
            upstreamGone = true;
            upstream.abort();
        }
    }

    private void waitFor(CompletableFuture<Void> taken) {
        if (!taken.isDone()) {
            blocked = true;
            var unused = taken.whenComplete((nothing, failure) -> sequence.accept(() -> {
                blocked = false;
                pump();
            }));
        }
    }
}
