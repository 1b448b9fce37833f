package org.letterlock.protocol.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Objects;
import java.util.Optional;

/**
 * The user name of a login to the proxy, taken apart: {@code remote_user%target_server[:port]%mailbox_id}. It is split from
 * the right, so that the remote name may have separators in it, and {@code @} and {@code \}.
 *
 * @param user the name at the target, as it came; not empty
 * @param host the target: a name as A-labels (RFC 5890) in lower case without a dot at its end, or an address in its usual
 *     form, IPv6 without brackets
 * @param port the target's port, 1 to 65,535; 0 if none was given
 * @param mailbox what stands for the mailbox, as it came; not empty, not checked
 */
public record ProxyLogin(String user, String host, int port, String mailbox) {

    /** What separates the three parts, if nothing else is set. */
    public static final char SEPARATOR = '%';

    /** The longest name, in octets of UTF-8. */
    public static final int MAX_OCTETS = 1024;

    private static final int MAX_PORT = 65_535;
    private static final int MAX_PORT_DIGITS = 5;

    /** Checks that nothing is missing. */
    public ProxyLogin {
        Objects.requireNonNull(host, "host");
        if (user.isEmpty() || mailbox.isEmpty() || port < 0 || port > MAX_PORT) {
            throw new IllegalArgumentException("a part is missing or out of range");
        }
    }

    /**
     * Whether a character can separate the parts: printable ASCII that stands in no host name, address, port or mailbox id.
     *
     * @param separator a second separator that somebody wants to set
     * @return true if it can
     */
    public static boolean isSeparator(char separator) {
        return separator > ' '
                && separator < 0x7f
                && !Character.isLetterOrDigit(separator)
                && "-._:[]".indexOf(separator) < 0;
    }

    /**
     * Takes a user name apart that has {@link #SEPARATOR} between its parts.
     *
     * @param name the name as the client gave it
     * @return the parts, or empty if it is none of the proxy's, or not well-formed
     */
    public static Optional<ProxyLogin> parse(String name) {
        return parse(name, SEPARATOR);
    }

    /**
     * Takes a user name apart. The separator before the mailbox counts for the other one, too: a name with both kinds in it
     * is read in one way only.
     *
     * @param name the name as the client gave it
     * @param second what separates the parts beside {@link #SEPARATOR}
     * @return the parts, or empty if it is none of the proxy's, or not well-formed
     * @throws IllegalArgumentException if the second separator cannot be one, see {@link #isSeparator}
     */
    public static Optional<ProxyLogin> parse(String name, char second) {
        if (!isSeparator(second)) {
            throw new IllegalArgumentException("no separator: " + second);
        }
        // The first test spares the second one an endless text.
        if (name.length() > MAX_OCTETS
                || name.getBytes(UTF_8).length > MAX_OCTETS
                || name.codePoints().anyMatch(ProxyLogin::isForbidden)) {
            return Optional.empty();
        }
        int last = Math.max(name.lastIndexOf(SEPARATOR), name.lastIndexOf(second));
        int first = last <= 0 ? -1 : name.lastIndexOf(name.charAt(last), last - 1);
        if (first <= 0 || last == name.length() - 1) {
            return Optional.empty();
        }
        return of(name.substring(0, first), name.substring(first + 1, last), name.substring(last + 1));
    }

    private static Optional<ProxyLogin> of(String user, String target, String mailbox) {
        int colon = target.lastIndexOf(':');
        boolean hasPort = colon > target.lastIndexOf(']');
        int port = hasPort ? port(target.substring(colon + 1)) : 0;
        if (port < 0) {
            return Optional.empty();
        }
        return TargetHost.normalize(hasPort ? target.substring(0, colon) : target)
                .map(host -> new ProxyLogin(user, host, port, mailbox));
    }

    /** The port, -1 if it is none. */
    private static int port(String digits) {
        if (digits.isEmpty()
                || digits.length() > MAX_PORT_DIGITS
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        int port = Integer.parseInt(digits);
        return port >= 1 && port <= MAX_PORT ? port : -1;
    }

    /** What would end or hide a part of a line in a protocol or a log. */
    private static boolean isForbidden(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> false;
        };
    }

    /** Without any of it: each part names a person or opens a door. */
    @Override
    public String toString() {
        return "ProxyLogin";
    }
}
