package org.letterlock.mailbox.core.internal;

import org.letterlock.mailbox.api.MailboxException;
import org.letterlock.mailbox.api.MailboxException.Reason;

/** What people may write about a mailbox. */
final class MailboxTexts {

    private static final int MAX_NAME = 200;
    private static final int MAX_DESCRIPTION = 2_000;

    private MailboxTexts() {}

    /** Checks a name and a description. */
    static void require(String name, String description) throws MailboxException {
        if (name.isBlank() || name.length() > MAX_NAME || hasControls(name)) {
            throw new MailboxException(
                    Reason.INVALID,
                    "a name has 1 to " + MAX_NAME + " characters, none of them control characters",
                    null);
        }
        if (description.length() > MAX_DESCRIPTION) {
            throw new MailboxException(
                    Reason.INVALID, "a description has at most " + MAX_DESCRIPTION + " characters", null);
        }
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }
}
