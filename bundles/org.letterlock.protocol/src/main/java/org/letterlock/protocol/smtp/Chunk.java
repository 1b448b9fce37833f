package org.letterlock.protocol.smtp;

import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A BDAT command (RFC 3030, section 2) and how much of its octets is still to come. */
final class Chunk {

    /** As with SIZE: what has more digits is no size, and nobody would wait for its end. */
    private static final Pattern ARGUMENTS = Pattern.compile("([0-9]{1,18})(?: +(.*))?");

    private static final String VERB = "BDAT";

    private final boolean last;
    private final boolean wellFormed;
    private long octetsLeft;

    private Chunk(long octets, boolean last, boolean wellFormed) {
        this.octetsLeft = octets;
        this.last = last;
        this.wellFormed = wellFormed;
    }

    /** Before the first BDAT. */
    static Chunk none() {
        return new Chunk(0, false, true);
    }

    /** Reads the arguments; null if they do not say how many octets follow. */
    static @Nullable Chunk parse(String arguments) {
        Matcher matcher = ARGUMENTS.matcher(arguments);
        if (!matcher.matches()) {
            return null;
        }
        String mark = matcher.group(2);
        boolean last = "LAST".equalsIgnoreCase(mark);
        return new Chunk(Long.parseLong(matcher.group(1)), last, mark == null || last);
    }

    /** Whether octets from the buffer's position on may be a BDAT command, however long or broken its line is. */
    static boolean mayFollow(ByteBuffer line) {
        for (int i = 0; i < VERB.length(); i++) {
            if (line.remaining() <= i || (line.get(line.position() + i) & 0xdf) != VERB.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The next part of the chunk, a slice of the input; null if the input is used up or the chunk is complete. */
    @Nullable ByteBuffer next(ByteBuffer in) {
        int length = (int) Math.min(in.remaining(), octetsLeft);
        if (length == 0) {
            return null;
        }
        ByteBuffer part = in.slice(in.position(), length);
        in.position(in.position() + length);
        octetsLeft -= length;
        return part;
    }

    boolean isComplete() {
        return octetsLeft == 0;
    }

    long octetsLeft() {
        return octetsLeft;
    }

    /** Whether it ends the mail. */
    boolean isLast() {
        return last;
    }

    /** Whether there is nothing but the size and LAST. */
    boolean isWellFormed() {
        return wellFormed;
    }
}
