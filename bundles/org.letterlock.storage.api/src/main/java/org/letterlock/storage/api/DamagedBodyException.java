package org.letterlock.storage.api;

import java.io.IOException;

/** The sealed octets of a mail are not those that were kept, or are missing: reading them again does not help. */
public class DamagedBodyException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes it.
     *
     * @param message where the damage is, and what
     */
    public DamagedBodyException(String message) {
        super(message);
    }
}
