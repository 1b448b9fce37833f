package org.letterlock.protocol.pop3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.TurnTimer;

/** What a relay says to both sides, in order. */
final class RelayWire {

    private static final int WRITE_OCTETS = 16 * 1024;

    private final RemoteDialogue remote = new RemoteDialogue();
    private final TurnTimer timer;
    private final ByteArrayOutputStream replies = new ByteArrayOutputStream();
    private final Deque<Pop3RelayAction> actions = new ArrayDeque<>(4);

    private boolean clientGone;

    RelayWire(TurnTimer timer) {
        this.timer = timer;
    }

    RemoteDialogue remote() {
        return remote;
    }

    /** Nobody hears replies any more. */
    void clientGone() {
        clientGone = true;
    }

    boolean isClientGone() {
        return clientGone;
    }

    void add(Pop3RelayAction action) {
        actions.add(action);
    }

    /** Asks the remote server. */
    void send(String command, RemoteDialogue.StatusHandler handler) {
        actions.add(new Pop3RelayAction.ToUpstream(remote.command(command, handler)));
        timer.restart();
    }

    /** Asks the remote server; its reply passes as it is. */
    void pass(String command) {
        send(command, (positive, line) -> reply(line));
    }

    /** Asks the remote server for a listing, of which some lines pass. */
    void list(String command, Predicate<String> filter) {
        send(command, (positive, line) -> {
            reply(line);
            if (positive) {
                remote.list(filter, this::reply);
            }
        });
    }

    void reply(String line) {
        write(ByteBuffer.wrap((line + "\r\n").getBytes(ISO_8859_1)));
    }

    void write(ByteBuffer octets) {
        if (!clientGone) {
            byte[] copy = new byte[octets.remaining()];
            octets.get(copy);
            replies.writeBytes(copy);
        }
    }

    /** Whether more may be said before what there is was taken. */
    boolean hasRoom() {
        return actions.isEmpty() && replies.size() < WRITE_OCTETS;
    }

    /** The next thing to do, null if there is none. */
    @Nullable Pop3RelayAction take() {
        if (replies.size() == 0 || actions.peek() instanceof Pop3RelayAction.CopyChunk) {
            // A chunk lives in the caller's buffer, the replies do not.
            return actions.poll();
        }
        ByteBuffer octets = ByteBuffer.wrap(replies.toByteArray());
        replies.reset();
        return new Pop3RelayAction.ToClient(octets);
    }
}
