package org.letterlock.protocol;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Octets that were received and not yet consumed. It reads from the caller's buffer without copying it and copies only
 * what is left over when the caller takes its buffer back ({@link #keep()}). Not thread-safe.
 */
public final class InputBuffer {

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private ByteBuffer octets = EMPTY;
    private boolean borrowed;

    /**
     * Adds octets behind those that are left.
     *
     * @param data from position to limit; may be read until {@link #keep()} is called
     */
    public void add(ByteBuffer data) {
        if (!octets.hasRemaining()) {
            octets = data;
            borrowed = true;
            return;
        }
        ByteBuffer joined = ByteBuffer.allocate(octets.remaining() + data.remaining());
        ByteBuffer left = octets.duplicate();
        joined.put(octets).put(data).flip();
        if (!borrowed) {
            // It may be the first part of a login.
            erase(left);
        }
        octets = joined;
        borrowed = false;
    }

    /** Copies what is left of the caller's buffer: from here on the caller may reuse it. */
    public void keep() {
        if (!octets.hasRemaining()) {
            octets = EMPTY;
        } else if (borrowed) {
            ByteBuffer copy = ByteBuffer.allocate(octets.remaining());
            octets = copy.put(octets).flip();
        }
        borrowed = false;
    }

    /**
     * Overwrites what was read of a secret, so that it does not stay in the buffer it came in.
     *
     * @param octets from position to limit; one that is read-only is left alone
     */
    public static void erase(ByteBuffer octets) {
        if (!octets.isReadOnly()) {
            octets.duplicate().put(new byte[octets.remaining()]);
        }
    }

    /**
     * Whether anything is left.
     *
     * @return true if there is at least one octet
     */
    public boolean hasRemaining() {
        return octets.hasRemaining();
    }

    /**
     * The octets that are left, to be consumed by moving the buffer's position.
     *
     * @return the buffer itself, valid until {@link #add} or {@link #keep()}
     */
    public ByteBuffer octets() {
        return octets;
    }

    /** Forgets what is left. */
    public void clear() {
        octets = EMPTY;
        borrowed = false;
    }

    /**
     * Consumes a line, if a complete one is there. Only CRLF ends a line (RFC 5321, section 2.3.8); a bare CR or LF stands
     * in it like any other octet.
     *
     * @return the line without its CRLF, or null if its end is not there yet
     */
    public @Nullable ByteBuffer line() {
        int start = octets.position();
        int limit = octets.limit();
        for (int i = start + 1; i < limit; i++) {
            if (octets.get(i) == '\n' && octets.get(i - 1) == '\r') {
                ByteBuffer line = octets.slice(start, i - 1 - start);
                octets.position(i + 1);
                return line;
            }
        }
        return null;
    }
}
