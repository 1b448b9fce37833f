package org.letterlock.protocol.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A command line, taken apart (RFC 5321, section 4.1.1).
 *
 * @param verb in upper case, not empty
 * @param arguments what follows, without space around it; one character each octet, no controls
 */
record CommandLine(String verb, String arguments) {

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
        String arguments = new String(octets, verbEnd, end - verbEnd, ISO_8859_1).stripLeading();
        return new CommandLine(verb, arguments);
    }
}
