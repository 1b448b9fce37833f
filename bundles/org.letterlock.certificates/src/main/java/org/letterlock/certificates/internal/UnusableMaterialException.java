package org.letterlock.certificates.internal;

import org.jspecify.annotations.Nullable;

/** Keys or certificates cannot be used. The message says what is wrong with them and goes on from the name of what they are in. */
final class UnusableMaterialException extends Exception {

    private static final long serialVersionUID = 1L;

    UnusableMaterialException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }
}
