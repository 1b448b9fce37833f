package org.letterlock.protocol.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A command line, taken apart (RFC 5321, section 4.1.1). */
final class CommandLine {

    private final String verb;
    private final byte[] octets;
    private final int from;
    private final int to;

    private CommandLine(String verb, byte[] octets, int from, int to) {
        this.verb = verb;
        this.octets = octets;
        this.from = from;
        this.to = to;
    }

    /** Reads a line. Null if it is empty or has control characters in it, a bare CR or LF for one. */
    static @Nullable CommandLine parse(ByteBuffer line) {
        byte[] octets = new byte[line.remaining()];
        line.get(octets);
        int end = octets.length;
        while (end > 0 && (octets[end - 1] == ' ' || octets[end - 1] == '\t')) {
            end--;
        }
        int space = -1;
        for (int i = 0; i < end; i++) {
            if ((octets[i] >= 0 && octets[i] < ' ') || octets[i] == 0x7f) {
                return null;
            }
            if (octets[i] == ' ' && space < 0) {
                space = i;
            }
        }
        if (end == 0 || space == 0) {
            return null;
        }
        int verbEnd = space < 0 ? end : space;
        String verb = new String(octets, 0, verbEnd, ISO_8859_1).toUpperCase(Locale.ROOT);
        int arguments = verbEnd;
        while (arguments < end && octets[arguments] == ' ') {
            arguments++;
        }
        return new CommandLine(verb, octets, arguments, end);
    }

    /** The verb, in upper case, not empty. */
    String verb() {
        return verb;
    }

    /** What follows it, without space around it; one character each octet, no controls. */
    String arguments() {
        return new String(octets, from, to - from, ISO_8859_1);
    }

    /** The same as octets, for what must not become a string. */
    ByteBuffer argumentOctets() {
        return ByteBuffer.wrap(octets, from, to - from);
    }

    /** Overwrites it. */
    void erase() {
        Arrays.fill(octets, (byte) 0);
    }
}
