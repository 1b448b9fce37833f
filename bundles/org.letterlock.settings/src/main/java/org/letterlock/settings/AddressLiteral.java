package org.letterlock.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * IP addresses as text. Nothing is ever looked up: what is not an address in digits is none. An IPv4-mapped IPv6 address
 * (RFC 4291, section 2.5.5.2) is the IPv4 address.
 */
public final class AddressLiteral {

    private static final String NUMBER = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(NUMBER + "(\\." + NUMBER + "){3}");

    /** A colon makes sure that the JDK takes the rest for an address or for nothing. No zone: it means this machine only. */
    private static final Pattern MAYBE_IPV6 = Pattern.compile("[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]{1,40}");

    private AddressLiteral() {}

    /**
     * Reads an address.
     *
     * @param text four decimal numbers without leading zeros, or an IPv6 address (RFC 4291, section 2.2) without zone and
     *     brackets
     * @return the address, empty if it is none
     */
    public static Optional<InetAddress> parse(String text) {
        if (!IPV4.matcher(text).matches() && !MAYBE_IPV6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
