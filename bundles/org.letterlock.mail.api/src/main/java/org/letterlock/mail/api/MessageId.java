package org.letterlock.mail.api;

import java.util.Objects;
import java.util.UUID;

/**
 * Identity of a kept mail, and its UIDL (RFC 1939, section 7): a UUID version 7 (RFC 9562, section 5.7). A mail for
 * several mailboxes has the same id in each.
 *
 * @param value the UUID
 */
public record MessageId(UUID value) implements Comparable<MessageId> {

    /** Checks for null. */
    public MessageId {
        Objects.requireNonNull(value, "value");
    }

    @Override
    public int compareTo(MessageId other) {
        int byHigh = Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return byHigh != 0
                ? byHigh
                : Long.compareUnsigned(value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
    }

    /**
     * The written form of RFC 9562, section 4.
     *
     * @return 36 characters, lower case
     */
    @Override
    public String toString() {
        return value.toString();
    }
}
