package org.letterlock.mailbox.api;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A mail cannot be read any more: its record or its seal is broken. The mailbox service has logged that, counts the mail
 * ({@link MailboxService#damagedMails()}) and hides it from later logins.
 */
public class DamagedMailException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes it.
     *
     * @param message what is broken
     * @param cause how that showed, may be null
     */
    public DamagedMailException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
