package org.letterlock.certificates.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A certificate could not be installed or removed; what was in force stays. The message is one line for people, without a secret. */
public class CertificateManagerException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** It cannot be used; the message says what is wrong with it. */
        INVALID,
        /** The password is not that of the PKCS#12 file. */
        WRONG_PASSWORD,
        /** The settings name files of the administrator's, which take precedence. */
        FILES_CONFIGURED,
        /** No certificate is installed, and there is none from an ACME server. */
        NOTHING_INSTALLED,
        /** ACME is on and would get another certificate. */
        ACME_ON,
        /** ACME is off. */
        ACME_OFF,
        /** Somebody asked for the same a moment ago. */
        TOO_SOON,
        /** Files cannot be read, written or deleted. */
        UNAVAILABLE
    }

    private final Reason reason;

    /**
     * Makes it.
     *
     * @param reason why
     * @param message one line for people
     * @param cause why, may be null
     */
    public CertificateManagerException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /**
     * Why.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}
