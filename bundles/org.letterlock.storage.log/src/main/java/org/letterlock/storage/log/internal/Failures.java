package org.letterlock.storage.log.internal;

import org.letterlock.storage.api.StorageException;
import org.letterlock.storage.api.StorageException.Reason;

/** The failures that the store reports in several places. */
final class Failures {

    private Failures() {}

    static StorageException closed() {
        return new StorageException(Reason.CLOSED, "the store is stopping", null);
    }

    static StorageException io(String what, Throwable cause) {
        return new StorageException(Reason.IO, what + ": " + cause.getMessage(), cause);
    }
}
