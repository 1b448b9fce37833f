package org.letterlock.transport.api;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A server to connect to.
 *
 * @param host a domain name, or an IP address as text (IPv6 with or without brackets); its certificate must be for it. Kept
 *     in lower case
 * @param port the TCP port, 1 to 65,535
 * @param tls when TLS starts
 * @param allowed narrows the gateway's own allow-list for this one connection, for example to a mailbox's servers: entries
 *     as in the connector's setting {@code allow}; empty = narrows nothing
 */
public record Target(String host, int port, Tls tls, List<String> allowed) {

    private static final int MAX_PORT = 65_535;

    /** Checks the port and for null, and copies the list. */
    public Target {
        host = host.toLowerCase(Locale.ROOT);
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("no TCP port: " + port);
        }
        Objects.requireNonNull(tls, "tls");
        allowed = List.copyOf(allowed);
    }

    /** For people. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 || host.startsWith("[") ? host : "[" + host + "]") + ":" + port;
    }

    /** When TLS starts. There is no connection without it. */
    public enum Tls {
        /** When the protocol asks, after STARTTLS or STLS: {@link OutboundConnection#startTls()}. */
        UPGRADE,
        /** With the first octet (RFC 8314, section 3). */
        IMPLICIT
    }
}
