package org.letterlock.cli.open;

import org.jspecify.annotations.Nullable;

/** Opening failed; the message is one line for people. */
final class OpenException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Failure failure;

    OpenException(Failure failure, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.failure = failure;
    }

    OpenException(Failure failure, String message) {
        this(failure, message, null);
    }

    Failure failure() {
        return failure;
    }
}
