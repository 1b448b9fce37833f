package org.letterlock.certificates.api;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the certificate by ACME (RFC 8555) is doing.
 *
 * @param enabled whether ACME is on
 * @param directory URL of the ACME server's directory, empty if the settings cannot be used
 * @param names what a certificate is asked for, none if ACME is off
 * @param lastAttempt when one was last asked for, null if never with these settings
 * @param lastError why that failed in one line, null if it did not
 * @param nextAttempt when the next one is asked for, null if ACME is off
 */
public record AcmeState(
        boolean enabled,
        String directory,
        List<String> names,
        @Nullable Instant lastAttempt,
        @Nullable String lastError,
        @Nullable Instant nextAttempt) {

    /** Checks for null and copies the names. */
    public AcmeState {
        Objects.requireNonNull(directory, "directory");
        names = List.copyOf(names);
    }
}
