package org.letterlock.mail.api;

import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a connection, as far as it can be known.
 *
 * @param address the peer's address and port
 * @param helo what the peer called itself in EHLO or HELO, not verified; empty if it said nothing
 * @param protocol the {@code with} value of the Received header: {@code SMTP}, {@code ESMTP}, {@code ESMTPS},
 *     {@code UTF8SMTPS}, ... (RFC 3848; RFC 6531, section 4.3)
 * @param tls the TLS session, null on an unencrypted connection
 */
public record Peer(
        InetSocketAddress address,
        String helo,
        String protocol,
        @Nullable TlsInfo tls) {

    /** Checks for null. */
    public Peer {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(helo, "helo");
        Objects.requireNonNull(protocol, "protocol");
    }
}
