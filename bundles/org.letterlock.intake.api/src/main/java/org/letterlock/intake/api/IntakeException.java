package org.letterlock.intake.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A mail cannot be taken, for a reason that is not the sender's; every reason is transient. */
public class IntakeException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What stood in the way. */
    public enum Reason {
        /** Too little free space: 452 4.3.1. */
        DISK_LOW,
        /** The store or the mailboxes: 451 4.3.0. */
        STORE,
        /**
         * A service that the intake needs is away, most likely because it is being replaced: asking again within seconds may
         * help; 451 4.3.0 if it does not.
         */
        AWAY,
        /** Sealing: 451 4.3.0. */
        SEALING,
        /** A recipient was suspended or deleted since it was accepted, or its key may be gone: 451 4.3.0. */
        MAILBOX_CHANGED
    }

    private final Reason reason;

    /**
     * Makes it.
     *
     * @param reason what stood in the way
     * @param message for the log
     * @param cause why, may be null
     */
    public IntakeException(Reason reason, String message, @Nullable Throwable cause) {
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
