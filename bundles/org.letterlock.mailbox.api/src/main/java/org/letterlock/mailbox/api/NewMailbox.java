package org.letterlock.mailbox.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox that was just created, or whose password was just reset.
 *
 * @param mailbox the mailbox
 * @param password its password, the only time it can be seen; empty if it was given and not made
 * @param recoveryCode its recovery code, the only time it can be seen; null if none was made
 */
public record NewMailbox(
        Mailbox mailbox, String password, @Nullable String recoveryCode) {

    /** Checks for null. */
    public NewMailbox {
        Objects.requireNonNull(mailbox, "mailbox");
        Objects.requireNonNull(password, "password");
    }

    /**
     * One without recovery code.
     *
     * @param mailbox the mailbox
     * @param password its password, the only time it can be seen
     */
    public NewMailbox(Mailbox mailbox, String password) {
        this(mailbox, password, null);
    }

    @Override
    public String toString() {
        return "NewMailbox[" + mailbox.id() + "]";
    }
}
