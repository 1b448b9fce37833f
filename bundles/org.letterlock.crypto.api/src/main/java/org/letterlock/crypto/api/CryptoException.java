package org.letterlock.crypto.api;

import org.jspecify.annotations.Nullable;

/** Sealing or a key operation failed for a reason of the environment, not of the mail. */
public class CryptoException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Whether trying again may help. */
    public enum Kind {
        /** It may work later. */
        TRANSIENT,
        /** It will not. */
        PERMANENT
    }

    private final Kind kind;

    /**
     * Makes it.
     *
     * @param kind whether trying again may help
     * @param message what failed, without secrets
     * @param cause why, may be null
     */
    public CryptoException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /**
     * Whether trying again may help.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }
}
