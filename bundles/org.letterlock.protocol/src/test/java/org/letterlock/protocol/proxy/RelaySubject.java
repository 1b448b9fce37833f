package org.letterlock.protocol.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.letterlock.testkit.dialogue.DialogueSubject;

/**
 * A relay as a script sees it, from the client's side. Directives:
 *
 * <pre>
 * UPSTREAM verb reply     the server's reply to the next command with that verb, . for the end of a mail
 * SAY text                the server says something unasked
 * SAW text                the next command line that the server has got
 * MAIL text               the last mail that the server has got whole
 * COPY text               the octets of the last copy
 * EVENTS list             everything that has happened since the last look at it, in order
 * BEGIN no, KEEP no       copies cannot be begun, or kept
 * TICK seconds            time passes
 * DRAIN                   finish
 * </pre>
 */
final class RelaySubject implements DialogueSubject {

    private final RelayWorld world;
    private long now;

    RelaySubject(RelayWorld world) {
        this.world = world;
        world.settle();
    }

    @Override
    public void send(ByteBuffer octets) {
        if (!world.clientClosed) {
            world.relay.receiveFromClient(octets);
            world.settle();
            world.relay.keepClient();
        }
    }

    @Override
    public @Nullable String readLine() {
        int end = world.said.indexOf("\r\n");
        if (end < 0) {
            return null;
        }
        String line = world.said.substring(0, end);
        world.said.delete(0, end + 2);
        return line;
    }

    @Override
    public boolean isQuiet() {
        return world.said.isEmpty();
    }

    @Override
    public boolean isClosed() {
        return world.clientClosed;
    }

    @Override
    public void directive(String name, String argument) {
        switch (name) {
            case "UPSTREAM" -> {
                int space = argument.indexOf(' ');
                world.server.replies(argument.substring(0, space), argument.substring(space + 1));
            }
            case "SAY" -> world.server.say(argument + "\r\n");
            case "SAW" -> assertThat(world.server.commands.poll()).isEqualTo(argument);
            case "MAIL" -> assertThat(world.server.mails).last().isEqualTo(argument);
            case "COPY" -> assertThat(world.copy).hasToString(argument);
            case "EVENTS" -> {
                assertThat(String.join(", ", world.events)).isEqualTo(argument);
                world.events.clear();
            }
            case "BEGIN" -> world.copies(false, true);
            case "KEEP" -> world.copies(true, false);
            case "TICK" -> {
                now += TimeUnit.SECONDS.toNanos(Long.parseLong(argument));
                world.relay.tick(now);
            }
            case "DRAIN" -> world.relay.drain();
            default -> throw new IllegalArgumentException("unknown directive " + name);
        }
        world.settle();
    }
}
