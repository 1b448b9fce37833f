package org.letterlock.certificates.internal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file of keys or certificates cannot be used. */
final class UnusableFileException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Path file;

    UnusableFileException(Path file, String reason, @Nullable Throwable cause) {
        super(file + " " + reason, cause);
        this.file = file;
    }

    Path file() {
        return file;
    }
}
