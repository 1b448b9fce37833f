package org.letterlock.certificates.internal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** There is no certificate by ACME this time. The message is one line for people. */
final class AcmeFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    private static final int MAX_LENGTH = 500;

    private final @Nullable Instant notBefore;

    AcmeFailedException(String reason, @Nullable Throwable cause) {
        this(reason, null, cause);
    }

    /**
     * Makes it.
     *
     * @param reason perhaps with what the authority says, of any length and with any characters
     * @param notBefore the authority does not want to be asked again before, null if it did not say so
     */
    AcmeFailedException(String reason, @Nullable Instant notBefore, @Nullable Throwable cause) {
        super(line(reason), cause);
        this.notBefore = notBefore;
    }

    private static String line(String reason) {
        String line = reason.replaceAll("[\\p{Cntrl}\\s]+", " ").trim();
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "...";
    }

    @Nullable Instant notBefore() {
        return notBefore;
    }
}
