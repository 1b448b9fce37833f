package org.letterlock.transport.api;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The gateway's certificate.
 *
 * @param names what it is for: its DNS names and IP addresses, or the common name of one that lists none
 * @param issuer the distinguished name of who issued it (RFC 2253)
 * @param notAfter when it expires
 * @param own whether the gateway's own authority issued it
 * @param state how near its end is
 * @param refused why newer files are not in use, empty if there are none
 */
public record CertificateStatus(
        List<String> names, String issuer, Instant notAfter, boolean own, State state, String refused) {

    /** Checks for null and copies the names. */
    public CertificateStatus {
        names = List.copyOf(names);
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(notAfter, "notAfter");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(refused, "refused");
    }

    /** How near a certificate's end is. */
    public enum State {
        /** Not near. */
        VALID,
        /** So near that somebody should act. */
        EXPIRING,
        /** Over; the certificate is in use all the same. */
        EXPIRED
    }
}
