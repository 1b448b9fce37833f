package org.letterlock.mailbox.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailboxId;

/**
 * What a new mailbox shall be.
 *
 * @param name for people, 1 to 200 characters
 * @param description for people, at most 2,000 characters, may be empty
 * @param id its id, which no mailbox has, and no deleted one that ever had a mail; null for a random one
 * @param recoveryCode whether its key shall be locked under a recovery code as well
 * @param escrow whether its mails shall be sealed to the configured escrow certificate as well
 */
public record MailboxRequest(
        String name, String description, @Nullable MailboxId id, boolean recoveryCode, boolean escrow) {

    /** Checks for null. */
    public MailboxRequest {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
    }
}
