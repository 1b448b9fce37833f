package org.letterlock.testkit.dialogue;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The server that a script talks to. Texts stand for octets, one character each (ISO 8859-1). */
public interface DialogueSubject {

    /**
     * Octets from the client.
     *
     * @param octets from position to limit; the caller reuses the buffer afterwards
     */
    void send(ByteBuffer octets);

    /**
     * The next line of the server, without its CRLF.
     *
     * @return null if there is none: the server waits for the client or has closed
     */
    @Nullable String readLine();

    /**
     * Whether the server has said nothing that was not read yet. Who cannot know without waiting says true.
     *
     * @return true if nothing is left
     */
    boolean isQuiet();

    /**
     * Whether the server has closed the connection. Who cannot know without waiting waits.
     *
     * @return true if it has
     */
    boolean isClosed();

    /**
     * A line of the script that is neither the client's nor the server's, such as {@code TICK 300}.
     *
     * @param name its first word
     * @param argument the rest, escapes undone
     */
    void directive(String name, String argument);
}
