package org.letterlock.transport.mina.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.letterlock.transport.api.ListenerInfo;

/** The little that the transport must say itself, because no protocol is there to say it. */
enum Words {
    /** RFC 5321, section 3.8; RFC 3463, section 3. */
    SMTP("421 4.3.2 Service not available now, try again later", "421 4.7.0 Too many connections, try again later"),

    /** RFC 2449, section 8; RFC 3206, section 4. */
    POP3(
            "-ERR [SYS/TEMP] Service not available now, try again later",
            "-ERR [SYS/TEMP] Too many connections, try again later");

    private final String unavailable;
    private final String tooMany;

    Words(String unavailable, String tooMany) {
        this.unavailable = unavailable;
        this.tooMany = tooMany;
    }

    static Words of(ListenerInfo listener) {
        return valueOf(listener.protocol().toUpperCase(Locale.ROOT));
    }

    ByteBuffer unavailable() {
        return line(unavailable);
    }

    ByteBuffer tooMany() {
        return line(tooMany);
    }

    private static ByteBuffer line(String text) {
        return US_ASCII.encode(text + "\r\n");
    }
}
