package org.letterlock.protocol.pop3;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a mail as the multi-line part of a reply (RFC 1939, section 3), chunk by chunk and in place: dots at the start
 * of lines are doubled, a final CRLF is added if it is missing, and the terminator ends it. All other octets leave as they
 * are, NUL, bare CR and bare LF and lines of any length among them.
 *
 * <p>A dot is doubled after <em>any</em> LF, since common clients split lines at a bare LF: no mail can end its own reply
 * for them. A client that takes only CRLF for the end of a line sees one dot too many behind a bare LF.
 *
 * <p>Not thread-safe; one for each reply.
 */
public final class Pop3BodyEncoder {

    /** As a number of body lines: all of them. */
    public static final int WHOLE = -1;

    /** Octets that {@link #encode} adds at most, apart from doubled dots. */
    public static final int MAX_TERMINATOR_OCTETS = 5;

    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] TERMINATOR = {'.', '\r', '\n'};

    /** Null if the whole mail goes out. */
    private final @Nullable TopCutter cutter;

    /** The last two octets; a reply begins as if behind a CRLF. */
    private byte secondLast = '\r';

    private byte last = '\n';
    private boolean complete;

    /**
     * Makes an encoder.
     *
     * @param bodyLines how many lines of the body go out behind the header (TOP), or {@link #WHOLE}
     */
    public Pop3BodyEncoder(int bodyLines) {
        cutter = bodyLines == WHOLE ? null : new TopCutter(bodyLines);
    }

    /**
     * Encodes the octets from position to limit. They stay where they are, and so do those before the position, if the
     * capacity behind the limit is enough for what is added; else all are copied.
     *
     * @param chunk the next octets of the mail, in an accessible array
     * @param end whether the mail ends with them; the terminator is added then
     * @return the same buffer or a larger one, with the position kept and the limit behind the encoded octets
     */
    public ByteBuffer encode(ByteBuffer chunk, boolean end) {
        if (complete) {
            throw new IllegalStateException("the reply is complete");
        }
        int from = chunk.position();
        int to = chunk.limit();
        boolean ends = end;
        if (cutter != null) {
            to = cutter.cut(chunk.array(), chunk.arrayOffset() + from, chunk.arrayOffset() + to) - chunk.arrayOffset();
            ends |= cutter.done();
        }
        int base = chunk.arrayOffset();
        int dots = countDots(chunk.array(), base + from, base + to);
        int added = dots + (ends ? MAX_TERMINATOR_OCTETS : 0);
        ByteBuffer encoded = chunk.capacity() - to >= added ? chunk : copy(chunk, to, added);
        if (dots > 0) {
            base = encoded.arrayOffset();
            insertDots(encoded.array(), base + from, base + to, dots);
        }
        encoded.limit(to + dots);
        remember(encoded, from);
        if (ends) {
            terminate(encoded);
        }
        return encoded;
    }

    /** Whether the terminator has been written. */
    public boolean isComplete() {
        return complete;
    }

    private static ByteBuffer copy(ByteBuffer chunk, int to, int added) {
        ByteBuffer copy = ByteBuffer.allocate(to + added);
        copy.put(0, chunk, 0, to);
        return copy.position(chunk.position());
    }

    /** Looks at every second octet: it is the first or the second of any pair of LF and dot. */
    private int countDots(byte[] octets, int from, int to) {
        int dots = from < to && octets[from] == '.' && last == '\n' ? 1 : 0;
        for (int i = from + 1; i < to; i += 2) {
            byte octet = octets[i];
            if (octet == '.') {
                if (octets[i - 1] == '\n') {
                    dots++;
                }
            } else if (octet == '\n' && i + 1 < to && octets[i + 1] == '.') {
                dots++;
            }
        }
        return dots;
    }

    /** From the end to the start, so that each octet moves once. */
    private void insertDots(byte[] octets, int from, int to, int dots) {
        int end = to;
        for (int missing = dots; missing > 0; missing--) {
            int dot = end - 1;
            while (octets[dot] != '.' || (dot > from ? octets[dot - 1] : last) != '\n') {
                dot--;
            }
            System.arraycopy(octets, dot, octets, dot + missing, end - dot);
            octets[dot + missing - 1] = '.';
            end = dot;
        }
    }

    private void remember(ByteBuffer encoded, int from) {
        int to = encoded.limit();
        if (to - from >= 2) {
            secondLast = encoded.get(to - 2);
            last = encoded.get(to - 1);
        } else if (to - from == 1) {
            secondLast = last;
            last = encoded.get(to - 1);
        }
    }

    private void terminate(ByteBuffer encoded) {
        int at = encoded.limit();
        boolean lineEnded = secondLast == '\r' && last == '\n';
        encoded.limit(at + TERMINATOR.length + (lineEnded ? 0 : CRLF.length));
        if (!lineEnded) {
            encoded.put(at, CRLF);
            at += CRLF.length;
        }
        encoded.put(at, TERMINATOR);
        complete = true;
    }
}
