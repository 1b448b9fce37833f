package org.letterlock.transport.api;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How connections to a server went since the connector started. Failures of the gateway itself and refused targets say
 * nothing about a server and are in none; that a name has no address is remembered of a server that was reached before.
 *
 * @param host the server's name in lower case, in ASCII and without a dot at its end, or its address without brackets
 * @param port the TCP port
 * @param lastSuccess when TLS was last established and verified, null for never
 * @param lastFailure when a connection last failed, null for never
 * @param failure why it failed then, null for never
 * @param certificate what the server last showed, null for nothing so far
 */
public record TargetHistory(
        String host,
        int port,
        @Nullable Instant lastSuccess,
        @Nullable Instant lastFailure,
        @Nullable OutboundFailure failure,
        @Nullable Certificate certificate) {

    /** Checks for null. */
    public TargetHistory {
        Objects.requireNonNull(host, "host");
    }

    /**
     * A server's certificate that was accepted.
     *
     * @param subject whom it is for, as RFC 2253 writes names
     * @param issuer who issued it, likewise
     * @param notAfter when it ends
     * @param fingerprint SHA-256 of its DER form, 64 hexadecimal digits
     */
    public record Certificate(String subject, String issuer, Instant notAfter, String fingerprint) {

        /** Checks for null. */
        public Certificate {
            Objects.requireNonNull(subject, "subject");
            Objects.requireNonNull(issuer, "issuer");
            Objects.requireNonNull(notAfter, "notAfter");
            Objects.requireNonNull(fingerprint, "fingerprint");
        }
    }
}
