package org.letterlock.protocol.pop3;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a multi-line reply, up to the dot that ends it (RFC 1939, section 3): as they came, and with transparency
 * undone. Only CRLF {@code .} CRLF ends it, the CRLF of the first line counting; a bare CR or LF is text like any other. What
 * may be the beginning of the end stays in the input until more is there.
 */
final class MultiLine {

    private static final int END_OCTETS = 3;

    /**
     * A part, two views of the same octets of the input.
     *
     * @param raw as it came
     * @param content without the dot that was put in front of another one
     */
    record Part(ByteBuffer raw, ByteBuffer content) {}

    /** Whether the last two octets were CRLF, or none came yet. */
    private boolean lineStart = true;

    /** Whether the last octet was CR. */
    private boolean afterCr;

    private boolean complete;

    /** Whether the end was found and consumed. */
    boolean isComplete() {
        return complete;
    }

    /**
     * The next part.
     *
     * @param in consumed as far as the part or the end goes
     * @return the part, not empty, null if the end was found or more octets are needed
     */
    @Nullable Part next(ByteBuffer in) {
        if (complete || !in.hasRemaining()) {
            return null;
        }
        int start = in.position();
        boolean dot = lineStart && in.get(start) == '.';
        if (dot && mayBeEnd(in, start)) {
            if (in.remaining() >= END_OCTETS) {
                in.position(start + END_OCTETS);
                complete = true;
            }
            return null;
        }
        int end = textEnd(in, dot ? start + 1 : start);
        in.position(end);
        ByteBuffer raw = in.slice(start, end - start);
        return new Part(raw, dot ? raw.slice(1, raw.limit() - 1) : raw.duplicate());
    }

    /** Whether what is there of the three octets from here on is CRLF behind a dot. */
    private static boolean mayBeEnd(ByteBuffer in, int dot) {
        int octets = in.limit() - dot;
        return (octets < 2 || in.get(dot + 1) == '\r') && (octets < END_OCTETS || in.get(dot + 2) == '\n');
    }

    /** Behind the next CRLF that a dot follows, or the limit. */
    private int textEnd(ByteBuffer in, int from) {
        int limit = in.limit();
        lineStart = false;
        for (int at = from; at < limit; at++) {
            byte octet = in.get(at);
            if (octet == '\n' && afterCr) {
                afterCr = false;
                if (at + 1 == limit || in.get(at + 1) == '.') {
                    lineStart = true;
                    return at + 1;
                }
            } else {
                afterCr = octet == '\r';
            }
        }
        return limit;
    }
}
