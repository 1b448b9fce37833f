package org.letterlock.protocol.smtp;

import java.nio.ByteBuffer;

/**
 * Counts the Received fields in a mail's header while it passes (RFC 5321, section 6.3). A line ends at any LF, as it does for
 * programs behind the gateway; the header ends with the first line that is empty or only a CR.
 */
final class ReceivedCounter {

    private static final String NAME = "received";

    private enum State {
        /** In a line that may begin with the name, so many octets of which have matched. */
        NAME,
        /** Behind the name: white space may stand before the colon (RFC 5322, section 4.5). */
        COLON,
        /** At the start of a line behind a CR. */
        CR,
        /** In a line that does not matter any more. */
        SKIP,
        /** Behind the header. */
        BODY
    }

    private State state = State.NAME;
    private int matched;
    private int count;

    /** Looks at the next octets; leaves the buffer's position as it is. */
    void look(ByteBuffer part) {
        int limit = part.limit();
        for (int i = part.position(); i < limit && state != State.BODY; i++) {
            look(part.get(i));
        }
    }

    private void look(byte octet) {
        if (octet == '\n') {
            boolean empty = state == State.CR || (state == State.NAME && matched == 0);
            state = empty ? State.BODY : State.NAME;
            matched = 0;
            return;
        }
        switch (state) {
            case NAME -> {
                if ((octet | 0x20) == NAME.charAt(matched)) {
                    matched++;
                    state = matched == NAME.length() ? State.COLON : State.NAME;
                } else {
                    state = octet == '\r' && matched == 0 ? State.CR : State.SKIP;
                }
            }
            case COLON -> {
                if (octet == ':') {
                    count++;
                }
                if (octet != ' ' && octet != '\t') {
                    state = State.SKIP;
                }
            }
            case CR -> state = State.SKIP;
            case SKIP, BODY -> {
                // Only the end of the line matters.
            }
        }
    }

    /** How many there were. */
    int count() {
        return count;
    }
}
