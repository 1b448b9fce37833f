package org.letterlock.mailbox.api;

import java.util.Objects;

/** The outcome of a pick-up login. */
public sealed interface PickupLogin {

    /**
     * The password was right and the maildrop is this session's.
     *
     * @param maildrop the maildrop; close it to give it back
     */
    record Opened(Maildrop maildrop) implements PickupLogin {

        /** Checks for null. */
        public Opened {
            Objects.requireNonNull(maildrop, "maildrop");
        }
    }

    /** No such mailbox, or not its password; which of the two is not said. */
    record Denied() implements PickupLogin {}

    /** The password was right, but another session that is not idle has the maildrop (RFC 1939, section 4). */
    record InUse() implements PickupLogin {}

    /**
     * It cannot be found out now.
     *
     * @param reason for the log
     */
    record Unavailable(String reason) implements PickupLogin {

        /** Checks for null. */
        public Unavailable {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
