package org.letterlock.certificates.api;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A certificate with which the gateway serves.
 *
 * @param source where it comes from
 * @param names what it is for: its DNS names and IP addresses, or the common name of one that lists none
 * @param chain the subjects of it and of the issuers that are sent with it (RFC 2253), its own first
 * @param issuer the distinguished name of who issued it (RFC 2253)
 * @param serial its serial number, hexadecimal in lower case
 * @param notBefore from when it is valid
 * @param notAfter until when
 * @param fingerprint SHA-256 of it, hexadecimal in lower case
 */
public record ServerCertificate(
        Source source,
        List<String> names,
        List<String> chain,
        String issuer,
        String serial,
        Instant notBefore,
        Instant notAfter,
        String fingerprint) {

    /** Checks for null and copies the lists. */
    public ServerCertificate {
        Objects.requireNonNull(source, "source");
        names = List.copyOf(names);
        chain = List.copyOf(chain);
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(serial, "serial");
        Objects.requireNonNull(notBefore, "notBefore");
        Objects.requireNonNull(notAfter, "notAfter");
        Objects.requireNonNull(fingerprint, "fingerprint");
    }

    /** Where a certificate comes from. The first source that has one is in force, whatever its dates. */
    public enum Source {
        /** Files of the administrator's that the settings name. */
        FILES,
        /** Installed by {@link CertificateManager}. */
        INSTALLED,
        /** From an ACME server (RFC 8555); stays in force when ACME is switched off. */
        ACME,
        /** The gateway's own: {@code server.pem} of the data folder, which its own authority issued unless somebody replaced it. */
        OWN
    }
}
