package org.letterlock.transport.api;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How connections to a server went since the connector started.
 *
 * @param host the server's name or address, as it was asked for
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
