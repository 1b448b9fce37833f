package org.letterlock.transport.mina.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.letterlock.settings.AddressLiteral;

/** A line of text (section 2.1). */
final class ProxyHeaderV1 implements ProxyHeaderParser.Format {

    static final byte FIRST = 'P';

    /** With CRLF; the longest line that makes sense has this length. */
    private static final int MAX_BYTES = 107;

    private static final byte[] BEGIN = "PROXY ".getBytes(ISO_8859_1);
    private static final Pattern PORT = Pattern.compile("0|[1-9][0-9]{0,4}");
    private static final int MAX_PORT = 65_535;
    private static final int FIELDS = 6;

    private final byte[] line = new byte[MAX_BYTES];
    private int length;
    private @Nullable Endpoints endpoints;

    @Override
    public boolean take(byte octet) throws ProxyHeaderException {
        if (length < BEGIN.length && octet != BEGIN[length]) {
            throw new ProxyHeaderException("is none of version 1 or 2");
        }
        line[length++] = octet;
        if (octet == '\n' && line[length - 2] == '\r') {
            endpoints = parse(new String(line, 0, length - 2, ISO_8859_1));
            return true;
        }
        if (length == MAX_BYTES) {
            throw new ProxyHeaderException("is longer than " + MAX_BYTES + " octets");
        }
        return false;
    }

    private static @Nullable Endpoints parse(String text) throws ProxyHeaderException {
        if (text.equals("PROXY UNKNOWN") || text.startsWith("PROXY UNKNOWN ")) {
            return null;
        }
        String[] fields = text.split(" ", -1);
        boolean ipv6 = fields[1].equals("TCP6");
        if (!ipv6 && !fields[1].equals("TCP4")) {
            throw new ProxyHeaderException("names none of TCP4, TCP6 and UNKNOWN");
        }
        if (fields.length != FIELDS) {
            throw new ProxyHeaderException("has not " + FIELDS + " fields");
        }
        return new Endpoints(end(fields[2], fields[4], ipv6), end(fields[3], fields[5], ipv6));
    }

    private static InetSocketAddress end(String address, String port, boolean ipv6) throws ProxyHeaderException {
        Optional<InetAddress> parsed = AddressLiteral.parse(address);
        // By the text: a mapped address of an IPv6 header has become one of IPv4.
        if (parsed.isEmpty() || address.indexOf(':') >= 0 != ipv6) {
            throw new ProxyHeaderException("holds a bad address");
        }
        if (!PORT.matcher(port).matches() || Integer.parseInt(port) > MAX_PORT) {
            throw new ProxyHeaderException("holds a bad port");
        }
        return new InetSocketAddress(parsed.get(), Integer.parseInt(port));
    }

    @Override
    public Optional<Endpoints> endpoints() {
        return Optional.ofNullable(endpoints);
    }
}
