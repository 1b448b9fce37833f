package org.letterlock.protocol.smtp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A reply, encoded once (RFC 5321, section 4.2). Immutable. */
public final class SmtpReply {

    private static final Pattern ENHANCED = Pattern.compile("([245])\\.[0-9]{1,3}\\.[0-9]{1,3}(?= |$)");

    private final int code;
    private final List<String> lines;
    private final byte[] octets;

    private SmtpReply(int code, List<String> lines) {
        this.code = code;
        this.lines = List.copyOf(lines);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            text.append(code)
                    .append(i < lines.size() - 1 ? '-' : ' ')
                    .append(lines.get(i))
                    .append("\r\n");
        }
        this.octets = text.toString().getBytes(US_ASCII);
    }

    /**
     * A reply of one line.
     *
     * @param code 200 to 599
     * @param text what follows the code; an enhanced status code (RFC 3463) first, where the reply has one
     * @return the reply
     */
    public static SmtpReply of(int code, String text) {
        return of(code, List.of(text));
    }

    /**
     * A reply of several lines.
     *
     * @param code 200 to 599
     * @param lines printable ASCII, at least one
     * @return the reply
     */
    public static SmtpReply of(int code, List<String> lines) {
        if (code < 200 || code > 599 || lines.isEmpty()) {
            throw new IllegalArgumentException("no reply: " + code + " " + lines);
        }
        for (String line : lines) {
            if (line.chars().anyMatch(c -> c < 0x20 || c > 0x7e)) {
                throw new IllegalArgumentException("a reply is printable ASCII");
            }
        }
        return new SmtpReply(code, lines);
    }

    /**
     * Its code.
     *
     * @return 200 to 599
     */
    public int code() {
        return code;
    }

    /**
     * Its texts.
     *
     * @return what follows the code in each line, an enhanced status code included; at least one
     */
    public List<String> lines() {
        return lines;
    }

    /**
     * Its enhanced status code (RFC 3463).
     *
     * @return as in {@code 5.1.1}; empty if it has none, or one of another class than its code
     */
    public String enhancedCode() {
        Matcher matcher = ENHANCED.matcher(lines.get(0));
        return matcher.lookingAt() && matcher.group(1).equals(Integer.toString(code / 100)) ? matcher.group() : "";
    }

    /**
     * The same reply for a client that was promised enhanced status codes (RFC 2034, section 4).
     *
     * @return with the code that says no more than the reply's first digit, where it has none and may have one
     */
    public SmtpReply withEnhancedCode() {
        if (!enhancedCode().isEmpty() || code / 100 == 3) {
            return this;
        }
        return new SmtpReply(
                code, lines.stream().map(line -> code / 100 + ".0.0 " + line).toList());
    }

    /**
     * Whether the command was accepted.
     *
     * @return true for 2xx and 3xx
     */
    public boolean isPositive() {
        return code < 400;
    }

    /**
     * Its octets, CRLF included.
     *
     * @return read-only
     */
    public ByteBuffer octets() {
        return ByteBuffer.wrap(octets).asReadOnlyBuffer();
    }

    /**
     * Whether the command is refused for good.
     *
     * @return true for 5xx
     */
    public boolean isPermanent() {
        return code >= 500;
    }

    /** Whether it says that the client does not speak the protocol: such replies are counted. */
    boolean isProtocolError() {
        return (code >= 500 && code <= 502) || code == 555;
    }

    int length() {
        return octets.length;
    }

    void appendTo(ByteBuffer target) {
        target.put(octets);
    }

    /** The reply without its last CRLF. */
    @Override
    public String toString() {
        return new String(octets, 0, octets.length - 2, US_ASCII);
    }
}
