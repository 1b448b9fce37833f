package org.letterlock.mailbox.api;

import java.util.Objects;

/**
 * A mailbox that was just created, or whose password was just reset.
 *
 * @param mailbox the mailbox
 * @param password its password, the only time it can be seen
 */
public record NewMailbox(Mailbox mailbox, String password) {

    /** Checks for null. */
    public NewMailbox {
        Objects.requireNonNull(mailbox, "mailbox");
        Objects.requireNonNull(password, "password");
    }

    @Override
    public String toString() {
        return "NewMailbox[" + mailbox.id() + "]";
    }
}
