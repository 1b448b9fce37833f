package org.letterlock.protocol.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.InputBuffer;

/** Reads replies (RFC 5321, section 4.2). What it gives out is printable ASCII; controls are gone, others are {@code ?}. */
final class ReplyReader {

    static final int MAX_LINE_OCTETS = 2048;
    static final int MAX_LINES = 100;
    static final int MAX_OCTETS = 64 * 1024;

    private static final Pattern LINE = Pattern.compile("([2-5][0-9]{2})(?:([ -])(.*))?", Pattern.DOTALL);
    private static final Pattern CONTROLS = Pattern.compile("[\\x00-\\x1f\\x7f]");
    private static final Pattern NOT_ASCII = Pattern.compile("[^ -~]");

    private final List<String> lines = new ArrayList<>();
    private int code;
    private int octets;
    private boolean malformed;

    /** The next reply; null if more input is needed, or if it is malformed. */
    @Nullable SmtpReply next(InputBuffer input) {
        ByteBuffer line = input.line();
        while (line != null && !malformed) {
            if (read(line)) {
                SmtpReply reply = SmtpReply.of(code, lines);
                lines.clear();
                octets = 0;
                return reply;
            }
            line = input.line();
        }
        // The CR of its CRLF may be there already.
        malformed |= input.octets().remaining() > MAX_LINE_OCTETS + 1;
        return null;
    }

    /** Whether there is something that is no reply, or one too long. */
    boolean isMalformed() {
        return malformed;
    }

    /** Whether a reply has begun and not come to its end. */
    boolean isWithin() {
        return !lines.isEmpty();
    }

    /** Whether it is the last line. */
    private boolean read(ByteBuffer line) {
        octets += line.remaining();
        Matcher matcher = LINE.matcher(ISO_8859_1.decode(line.duplicate()));
        if (line.remaining() > MAX_LINE_OCTETS
                || octets > MAX_OCTETS
                || lines.size() == MAX_LINES
                || !matcher.matches()
                || (isWithin() && code != Integer.parseInt(matcher.group(1)))) {
            malformed = true;
            return false;
        }
        code = Integer.parseInt(matcher.group(1));
        String text = matcher.group(3) == null ? "" : matcher.group(3);
        lines.add(NOT_ASCII.matcher(CONTROLS.matcher(text).replaceAll("")).replaceAll("?"));
        return !"-".equals(matcher.group(2));
    }
}
