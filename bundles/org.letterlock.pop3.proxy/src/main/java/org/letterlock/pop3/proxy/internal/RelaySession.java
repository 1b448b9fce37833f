package org.letterlock.pop3.proxy.internal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.pop3.Pop3Relay;
import org.letterlock.protocol.pop3.Pop3RelayAction;
import org.letterlock.protocol.pop3.Pop3RelaySettings;
import org.letterlock.proxy.Gate;
import org.letterlock.proxy.SessionFigures;
import org.letterlock.proxy.TickClock;
import org.letterlock.transport.api.Channel;
import org.letterlock.transport.api.Connection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session behind its login: does what the relay says with both connections and the copies. Whoever is slow, the client, the
 * store or the remote server, makes the others wait. Confined to the session's sequence.
 */
final class RelaySession {

    private static final Logger LOG = LoggerFactory.getLogger(RelaySession.class);

    private final Connection client;
    private final Channel upstream;
    private final Copies copies;
    private final SessionFigures figures;
    private final Duration serviceWait;
    private final Consumer<Pop3RelayAction.Reason> ended;
    private final Pop3Relay relay;

    private final Gate clientReads;
    private final Gate upstreamReads;

    /** How long a mail has been waiting for the intake, null if none does. */
    private @Nullable TickClock held;

    /** The store takes no more of the mail for now. */
    private boolean blocked;

    private boolean clientGone;
    private boolean over;

    RelaySession(
            Connection client,
            Channel upstream,
            Copies copies,
            Pop3RelaySettings settings,
            SessionFigures figures,
            Duration serviceWait,
            Consumer<Pop3RelayAction.Reason> ended) {
        this.client = client;
        this.upstream = upstream;
        this.copies = copies;
        this.figures = figures;
        this.serviceWait = serviceWait;
        this.ended = ended;
        this.relay = new Pop3Relay(settings);
        this.clientReads = new Gate(client, true);
        this.upstreamReads = new Gate(upstream, true);
    }

    void fromClient(ByteBuffer data) {
        guarded(() -> {
            relay.fromClient(data);
            pump();
        });
    }

    void fromUpstream(ByteBuffer data) {
        guarded(() -> {
            relay.fromUpstream(data);
            pump();
            relay.keep();
        });
    }

    void clientGone() {
        guarded(() -> {
            clientGone = true;
            relay.clientGone();
            pump();
        });
    }

    void upstreamGone() {
        guarded(() -> {
            relay.upstreamGone();
            pump();
        });
    }

    void shutdown() {
        guarded(() -> {
            relay.shutdown();
            pump();
        });
    }

    void tick(long nanoTime) {
        guarded(() -> {
            TickClock waiting = held;
            if (waiting != null) {
                begin(waiting, waiting.elapsedNanos(nanoTime) < serviceWait.toNanos());
            }
            if (mayGoOn()) {
                relay.tick(nanoTime);
                pump();
            }
        });
    }

    /** One of the connections takes more again. */
    void writable() {
        guarded(this::pump);
    }

    /** Whatever a bug throws ends here: nothing more is deleted, and the client hears no end of its mail. */
    private void guarded(Runnable event) {
        if (over) {
            return;
        }
        try {
            event.run();
        } catch (RuntimeException | Error e) {
            LOG.error(
                    "bug in a POP3 proxy session: peer={}",
                    client.remoteAddress().getHostString(),
                    e);
            copies.drop();
            end(new Pop3RelayAction.End(Pop3RelayAction.Reason.BUG, true));
        }
    }

    private void pump() {
        @Nullable Pop3RelayAction action = null;
        while (mayGoOn() && !isWaiting(action)) {
            action = relay.next();
            perform(action);
        }
        if (!over) {
            clientReads.open(mayGoOn() && relay.wantsClient());
            upstreamReads.open(mayGoOn() && relay.wantsUpstream());
        }
    }

    private static boolean isWaiting(@Nullable Pop3RelayAction action) {
        return action instanceof Pop3RelayAction.NeedInput || action instanceof Pop3RelayAction.NeedAnswer;
    }

    private boolean mayGoOn() {
        return !over && !blocked && (clientGone || client.isWritable()) && upstream.isWritable();
    }

    private void perform(Pop3RelayAction action) {
        if (action instanceof Pop3RelayAction.ToClient write) {
            figures.toClient(write.octets().remaining());
            client.send(write.octets());
        } else if (action instanceof Pop3RelayAction.ToUpstream write) {
            figures.toServer(write.octets().remaining());
            upstream.send(write.octets());
        } else if (action instanceof Pop3RelayAction.CopyChunk chunk) {
            waitFor(copies.write(chunk.octets()));
        } else if (action instanceof Pop3RelayAction.BeginCopy) {
            begin(new TickClock(), !serviceWait.isZero());
        } else if (action instanceof Pop3RelayAction.KeepCopy) {
            copies.keep(kept -> guarded(() -> {
                relay.copyKept(kept);
                pump();
            }));
        } else if (action instanceof Pop3RelayAction.DropCopy) {
            copies.drop();
        } else if (action instanceof Pop3RelayAction.Uncopied mail) {
            copies.uncopied(mail.octets());
        } else if (action instanceof Pop3RelayAction.End end) {
            end(end);
        }
    }

    private void begin(TickClock waited, boolean mayWait) {
        held = null;
        switch (copies.begin(mayWait)) {
            case YES -> relay.copyBegun(true);
            case NO -> relay.copyBegun(false);
            case AWAY -> held = waited;
        }
    }

    private void waitFor(CompletableFuture<Void> taken) {
        if (!taken.isDone()) {
            blocked = true;
            var unused = taken.whenComplete((nothing, failure) -> client.execute(() -> guarded(() -> {
                blocked = false;
                pump();
            })));
        }
    }

    private void end(Pop3RelayAction.End end) {
        over = true;
        if (end.abort()) {
            client.abort();
        } else {
            client.close();
        }
        if (end.reason() == Pop3RelayAction.Reason.QUIT) {
            upstream.close();
        } else {
            upstream.abort();
        }
        ended.accept(end.reason());
    }
}
