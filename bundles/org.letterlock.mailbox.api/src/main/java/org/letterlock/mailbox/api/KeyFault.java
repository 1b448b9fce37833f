package org.letterlock.mailbox.api;

import java.util.Objects;
import org.letterlock.mail.api.MailboxId;

/**
 * A key file that is not as it was written: what is sealed to its key cannot be opened.
 *
 * @param mailbox whose key it is
 * @param file the file
 * @param what what is wrong, for people
 */
public record KeyFault(MailboxId mailbox, String file, String what) {

    /** Checks for null. */
    public KeyFault {
        Objects.requireNonNull(mailbox, "mailbox");
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(what, "what");
    }
}
