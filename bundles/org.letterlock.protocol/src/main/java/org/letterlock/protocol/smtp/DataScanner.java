package org.letterlock.protocol.smtp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the mail out of what follows DATA, in slices of the input. Only CRLF {@code .} CRLF ends it, the CRLF of the
 * command counting as the first; a dot is taken away behind CRLF only (RFC 5321, sections 4.1.1.4 and 4.5.2). A bare CR or
 * LF is text like any other, whatever stands around it.
 */
final class DataScanner {

    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long LINE_FEEDS = 0x0a0a0a0a0a0a0a0aL;

    private static final ByteBuffer CR = ByteBuffer.wrap(new byte[] {'\r'}).asReadOnlyBuffer();

    private enum State {
        /** Behind CRLF. */
        LINE_START,
        /** Anywhere else, the octet before is no CR. */
        TEXT,
        /** The octet before, which has been given out, is a CR. */
        TEXT_CR,
        /** Behind CRLF and a dot, which has been taken away. */
        DOT,
        /** Behind CRLF, a dot and a CR, which has not been given out. */
        DOT_CR,
        /** The end was found. */
        COMPLETE
    }

    private State state = State.LINE_START;

    /** Whether the end was found; what is left of the input are commands. */
    boolean isComplete() {
        return state == State.COMPLETE;
    }

    /**
     * Takes the next part of the mail.
     *
     * @param in consumed as far as the part goes
     * @return a slice of the input, not empty; null if the input is used up or the end was found
     */
    @Nullable ByteBuffer next(ByteBuffer in) {
        while (in.hasRemaining()) {
            byte octet = in.get(in.position());
            switch (state) {
                case LINE_START -> {
                    if (octet != '.') {
                        return text(in);
                    }
                    in.get();
                    state = State.DOT;
                }
                case DOT -> {
                    if (octet != '\r') {
                        state = State.TEXT;
                        return text(in);
                    }
                    in.get();
                    state = State.DOT_CR;
                }
                case DOT_CR -> {
                    if (octet != '\n') {
                        state = State.TEXT_CR;
                        return CR.duplicate();
                    }
                    in.get();
                    state = State.COMPLETE;
                }
                case TEXT, TEXT_CR -> {
                    return text(in);
                }
                case COMPLETE -> {
                    return null;
                }
            }
        }
        return null;
    }

    /** Gives out everything up to the next dot behind CRLF, which it takes away, or all there is. */
    private ByteBuffer text(ByteBuffer in) {
        int start = in.position();
        int limit = in.limit();
        int at = start;
        while (true) {
            int lineFeed = indexOfLineFeed(in, at, limit);
            if (lineFeed == limit) {
                state = in.get(limit - 1) == '\r' ? State.TEXT_CR : State.TEXT;
                return take(in, start, limit, limit);
            }
            boolean afterCr = lineFeed > start ? in.get(lineFeed - 1) == '\r' : state == State.TEXT_CR;
            at = lineFeed + 1;
            if (at == limit) {
                state = afterCr ? State.LINE_START : State.TEXT;
                return take(in, start, limit, limit);
            }
            if (afterCr && in.get(at) == '.') {
                state = State.DOT;
                return take(in, start, at, at + 1);
            }
        }
    }

    private static ByteBuffer take(ByteBuffer in, int start, int end, int next) {
        in.position(next);
        return in.slice(start, end - start);
    }

    /** Looks at eight octets at a time: a word less LINE_FEEDS has a zero octet where there is a line feed. */
    private static int indexOfLineFeed(ByteBuffer in, int from, int limit) {
        int at = from;
        while (at <= limit - Long.BYTES) {
            long word = in.getLong(at) ^ LINE_FEEDS;
            if (((word - LOW_BITS) & ~word & HIGH_BITS) != 0) {
                break;
            }
            at += Long.BYTES;
        }
        while (at < limit && in.get(at) != '\n') {
            at++;
        }
        return at;
    }
}
