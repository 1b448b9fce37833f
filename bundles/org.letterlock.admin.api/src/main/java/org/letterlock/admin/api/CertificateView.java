package org.letterlock.admin.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that is in force.
 *
 * @param source {@code files} (configured), {@code installed}, {@code acme} or {@code own} (the gateway's own authority)
 * @param names host names and addresses that it is for
 * @param subject distinguished name
 * @param issuer distinguished name of who issued it
 * @param serial serial number, hexadecimal
 * @param fingerprint SHA-256 of it, hexadecimal
 * @param notBefore from when it is valid
 * @param notAfter until when
 * @param daysLeft whole days until then, negative when it has expired
 * @param acme how ACME is doing
 */
public record CertificateView(
        String source,
        List<String> names,
        String subject,
        String issuer,
        String serial,
        String fingerprint,
        Instant notBefore,
        Instant notAfter,
        long daysLeft,
        Acme acme) {

    /** Copies the names. */
    public CertificateView {
        names = List.copyOf(names);
    }

    /**
     * How ACME is doing.
     *
     * @param enabled whether it is switched on
     * @param directory URL of the server's directory
     * @param names what a certificate is asked for
     * @param lastAttempt when one was last asked for, null if never
     * @param lastError why that failed in one line, null if it did not
     * @param nextAttempt when the next one is asked for, null if that is not planned
     */
    public record Acme(
            boolean enabled,
            String directory,
            List<String> names,
            @Nullable Instant lastAttempt,
            @Nullable String lastError,
            @Nullable Instant nextAttempt) {

        /** Copies the names. */
        public Acme {
            names = List.copyOf(names);
        }
    }
}
