package org.letterlock.storage.log.internal;

import org.jspecify.annotations.Nullable;

/** Types of records. */
enum RecordType {
    /** A mail, its sealed octets behind the header or in a file of their own. */
    MESSAGE(1),
    /** Mails were deleted; the body is a {@link Tombstones} list. */
    DELETION(2),
    /** A mailbox's state, in the body. */
    STATE(3),
    /** A mailbox's state was removed. */
    REMOVAL(4),
    /** A mail that waits for its outcome, sealed octets as those of a message. */
    PENDING(6),
    /** What became of a pending copy; the body is a sealed reply, the header has a {@link RecordLink}. */
    OUTCOME(7),
    /** A mail written again at another place; the header has a {@link RecordLink}. */
    MOVED(8);

    private final int code;

    RecordType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** Whether a record of the type has a mail for its body. */
    boolean isMail() {
        return this == MESSAGE || this == PENDING || this == MOVED;
    }

    static @Nullable RecordType of(int code) {
        return switch (code) {
            case 1 -> MESSAGE;
            case 2 -> DELETION;
            case 3 -> STATE;
            case 4 -> REMOVAL;
            case 6 -> PENDING;
            case 7 -> OUTCOME;
            case 8 -> MOVED;
            default -> null;
        };
    }
}
