package org.letterlock.protocol.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Set;

/** What a request line of HTTP begins with (RFC 9110, section 9; PATCH: RFC 5789; PRI: RFC 9113, section 3.4). */
final class HttpVerbs {

    private static final Set<String> VERBS =
            Set.of("GET", "POST", "PUT", "HEAD", "OPTIONS", "CONNECT", "DELETE", "TRACE", "PATCH", "PRI");

    private static final int LONGEST = 7;

    private HttpVerbs() {}

    /** Whether it is one, in upper case. */
    static boolean contains(String verb) {
        return VERBS.contains(verb);
    }

    /** Whether octets from the buffer's position on begin with one and a space, however long or broken their line is. */
    static boolean begin(ByteBuffer line) {
        byte[] start = new byte[Math.min(line.remaining(), LONGEST + 1)];
        line.get(line.position(), start);
        String text = new String(start, ISO_8859_1);
        int space = text.indexOf(' ');
        return space > 0 && contains(text.substring(0, space).toUpperCase(Locale.ROOT));
    }
}
