package org.letterlock.admin.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An administrative act could not be done; the message is one clear line for people. */
public class AdminException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** There is no such thing. */
        NOT_FOUND,
        /** An argument that cannot be. */
        INVALID,
        /** The password that was given is wrong. */
        DENIED,
        /** Not in this state. */
        CONFLICT,
        /** A part of the gateway is away; trying again may help. */
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
    public AdminException(Reason reason, String message, @Nullable Throwable cause) {
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
