package org.letterlock.protocol.proxy;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The one form of a host that rules can be compared with. What a resolver would take for an address though it does not look like
 * one ({@code 127.1}, {@code 0x7f000001}, {@code 017700000001}) is no host.
 */
final class TargetHost {

    private static final int MAX_NAME_CHARACTERS = 253;

    /** Letters, digits and hyphens (RFC 1123, section 2.1), or an underscore, which stands in names of some inner networks. */
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*");

    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");

    /** Nothing that a resolver would be asked for, and no zone, which means something on this machine only. */
    private static final Pattern IPV6_CHARACTERS = Pattern.compile("[0-9A-Fa-f.]*:[0-9A-Fa-f.:]*");

    private TargetHost() {}

    /** Reads a host name, an IPv4 address, or an IPv6 address in brackets; empty if it is none. */
    static Optional<String> normalize(String text) {
        if (text.startsWith("[")) {
            return text.endsWith("]") ? ipv6(text.substring(1, text.length() - 1)) : Optional.empty();
        }
        String name;
        try {
            name = IDN.toASCII(text).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        boolean isHost = ENDS_IN_NUMBER.matcher(name).matches()
                ? IPV4.matcher(name).matches()
                : name.length() <= MAX_NAME_CHARACTERS && NAME.matcher(name).matches();
        return isHost ? Optional.of(name) : Optional.empty();
    }

    /** An IPv4 address within comes out as such: whatever is forbidden for one is forbidden for the other. */
    private static Optional<String> ipv6(String literal) {
        if (!IPV6_CHARACTERS.matcher(literal).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName("[" + literal + "]").getHostAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
