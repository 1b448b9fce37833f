package org.letterlock.crypto.api;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Sealed octets are not what was sealed, or not sealed to this key: nothing of them may be shown. */
public class BrokenSealException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes it.
     *
     * @param message what does not hold
     * @param cause the check that failed, may be null
     */
    public BrokenSealException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
