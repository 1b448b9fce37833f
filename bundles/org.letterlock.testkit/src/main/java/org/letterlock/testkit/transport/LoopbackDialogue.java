package org.letterlock.testkit.transport;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.letterlock.testkit.dialogue.DialogueSubject;

/**
 * Runs scripts against a handler above a {@link LoopbackConnection}. Directives: {@code TLS} completes the handshake,
 * {@code TICK seconds} lets time pass, {@code DRAIN} asks the handler to finish, {@code DISCONNECT} takes the peer away.
 * Subclass it for more.
 */
public class LoopbackDialogue implements DialogueSubject {

    private final LoopbackConnection connection;
    private final StringBuilder said = new StringBuilder();
    private long now;

    /**
     * Makes it.
     *
     * @param connection nobody has sent anything yet
     * @param nanoTime the clock when it was opened
     */
    public LoopbackDialogue(LoopbackConnection connection, long nanoTime) {
        this.connection = connection;
        this.now = nanoTime;
    }

    @Override
    public void send(ByteBuffer octets) {
        connection.receive(octets);
    }

    @Override
    public @Nullable String readLine() {
        collect();
        int end = said.indexOf("\r\n");
        if (end < 0) {
            return null;
        }
        String line = said.substring(0, end);
        said.delete(0, end + 2);
        return line;
    }

    @Override
    public boolean isQuiet() {
        collect();
        return said.isEmpty();
    }

    @Override
    public boolean isClosed() {
        return connection.isClosed() || connection.isAborted();
    }

    @Override
    public void directive(String name, String argument) {
        switch (name) {
            case "TLS" -> connection.completeHandshake();
            case "TICK" -> {
                now += TimeUnit.SECONDS.toNanos(Long.parseLong(argument));
                connection.tick(now);
            }
            case "DRAIN" -> connection.drain();
            case "DISCONNECT" -> connection.disconnect();
            default -> throw new IllegalArgumentException("unknown directive " + name);
        }
    }

    private void collect() {
        connection.takeSent().forEach(said::append);
    }
}
