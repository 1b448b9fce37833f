package org.letterlock.mailbox.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A mailbox could not be created, changed or deleted. */
public class MailboxException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** There is no such mailbox. */
        NOT_FOUND,
        /** A name, description, password or folder that cannot be. */
        INVALID,
        /** The id is that of a mailbox, or was. */
        ID_TAKEN,
        /** The password that was given is not that of the mailbox. */
        WRONG_PASSWORD,
        /** As many older keys as can be wait for the last mails that are sealed to them. */
        TOO_MANY_KEYS,
        /** There is a recovery code, which is better than what was asked for. */
        HAS_RECOVERY_CODE,
        /** There is no recovery code. */
        NO_RECOVERY_CODE,
        /** No escrow certificate is configured, or the configured one cannot be used. */
        NO_ESCROW_CERTIFICATE,
        /** Only a suspended mailbox can be deleted. */
        NOT_SUSPENDED,
        /** Mails that were not picked up would be lost. */
        NOT_EMPTY,
        /** The store, the index or the sealing cannot be used now; transient. */
        UNAVAILABLE
    }

    private final Reason reason;

    /**
     * Makes it.
     *
     * @param reason why
     * @param message one line for people
     * @param cause why, may be null
     */
    public MailboxException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /**
     * Why.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}
