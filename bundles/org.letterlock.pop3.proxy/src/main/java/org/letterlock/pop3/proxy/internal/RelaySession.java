package org.letterlock.pop3.proxy.internal;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.pop3.Pop3Relay;
import org.letterlock.protocol.pop3.Pop3RelayAction;
import org.letterlock.protocol.pop3.Pop3RelaySettings;
import org.letterlock.transport.api.Channel;
import org.letterlock.transport.api.Connection;

/**
 * A session behind its login: does what the relay says with both connections and the copies. Whoever is slow, the client, the
 * store or the remote server, makes the others wait. Confined to the session's sequence.
 */
final class RelaySession {

    private final Connection client;
    private final Channel upstream;
    private final Copies copies;
    private final Consumer<Pop3RelayAction.Reason> ended;
    private final Pop3Relay relay;

    private final Gate clientReads;
    private final Gate upstreamReads;

    /** The store takes no more of the mail for now. */
    private boolean blocked;

    private boolean clientGone;
    private boolean over;

    /** Reading, suspended and resumed when that changes. */
    private static final class Gate {

        private final Channel channel;
        private boolean closed;

        Gate(Channel channel) {
            this.channel = channel;
        }

        void open(boolean open) {
            if (open == closed) {
                closed = !open;
                if (open) {
                    channel.resumeReads();
                } else {
                    channel.suspendReads();
                }
            }
        }
    }

    RelaySession(
            Connection client,
            Channel upstream,
            Copies copies,
            Pop3RelaySettings settings,
            Consumer<Pop3RelayAction.Reason> ended) {
        this.client = client;
        this.upstream = upstream;
        this.copies = copies;
        this.ended = ended;
        this.relay = new Pop3Relay(settings);
        this.clientReads = new Gate(client);
        this.upstreamReads = new Gate(upstream);
    }

    void fromClient(ByteBuffer data) {
        relay.fromClient(data);
        pump();
    }

    void fromUpstream(ByteBuffer data) {
        relay.fromUpstream(data);
        pump();
        relay.keep();
    }

    void clientGone() {
        clientGone = true;
        relay.clientGone();
        pump();
    }

    void upstreamGone() {
        relay.upstreamGone();
        pump();
    }

    void shutdown() {
        relay.shutdown();
        pump();
    }

    void tick(long nanoTime) {
        if (mayGoOn()) {
            relay.tick(nanoTime);
            pump();
        }
    }

    /** One of the connections, or the store, takes more again. */
    void pump() {
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
            client.send(write.octets());
        } else if (action instanceof Pop3RelayAction.ToUpstream write) {
            upstream.send(write.octets());
        } else if (action instanceof Pop3RelayAction.CopyChunk chunk) {
            waitFor(copies.write(chunk.octets()));
        } else if (action instanceof Pop3RelayAction.BeginCopy) {
            relay.copyBegun(copies.begin());
        } else if (action instanceof Pop3RelayAction.KeepCopy) {
            copies.keep(kept -> {
                if (!over) {
                    relay.copyKept(kept);
                    pump();
                }
            });
        } else if (action instanceof Pop3RelayAction.DropCopy) {
            copies.drop();
        } else if (action instanceof Pop3RelayAction.End end) {
            end(end);
        }
    }

    private void waitFor(CompletableFuture<Void> taken) {
        if (!taken.isDone()) {
            blocked = true;
            var unused = taken.whenComplete((nothing, failure) -> client.execute(() -> {
                blocked = false;
                pump();
            }));
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
