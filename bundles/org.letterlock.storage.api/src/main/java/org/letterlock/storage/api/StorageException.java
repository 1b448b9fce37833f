package org.letterlock.storage.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The store or the index could not do what was asked, for a reason outside the request. */
public class StorageException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What stood in the way. */
    public enum Reason {
        /** Free space is below the low-water mark; transient. */
        DISK_LOW(true),
        /** The store is stopping, or not yet there; transient. */
        CLOSED(true),
        /** Reading or writing failed; trying again may help. */
        IO(true),
        /** The mailbox got mails that the caller does not know of. */
        MAILBOX_CHANGED(false),
        /** The mailbox has no state, or was removed. */
        NO_SUCH_MAILBOX(false),
        /** The mail is deleted and gone, or not pending any more. */
        NO_SUCH_MESSAGE(false);

        private final boolean transientReason;

        Reason(boolean transientReason) {
            this.transientReason = transientReason;
        }

        /**
         * Whether trying again may help.
         *
         * @return true if it may
         */
        public boolean isTransient() {
            return transientReason;
        }
    }

    private final Reason reason;

    /**
     * Makes it.
     *
     * @param reason what stood in the way
     * @param message what failed, with the file where one is to blame
     * @param cause why, may be null
     */
    public StorageException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /**
     * What stood in the way.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}
