package org.letterlock.storage.api;

import java.nio.ByteBuffer;

/**
 * What a mailbox knows the content of a mail by, in 32 octets. The store compares keys and does not look inside; whoever
 * makes them sees to it that they tell nothing.
 *
 * @param first octets 0 to 7, big-endian
 * @param second octets 8 to 15
 * @param third octets 16 to 23
 * @param fourth octets 24 to 31
 */
public record DeduplicationKey(long first, long second, long third, long fourth) {

    /** How many octets a key has. */
    public static final int LENGTH = 32;

    /**
     * The key of these octets.
     *
     * @param octets {@link #LENGTH} of them
     * @return the key
     */
    public static DeduplicationKey of(byte[] octets) {
        if (octets.length != LENGTH) {
            throw new IllegalArgumentException("a key of " + octets.length + " octets");
        }
        ByteBuffer in = ByteBuffer.wrap(octets);
        return new DeduplicationKey(in.getLong(), in.getLong(), in.getLong(), in.getLong());
    }

    /**
     * Its octets.
     *
     * @return {@link #LENGTH} octets, the caller's own
     */
    public byte[] octets() {
        return ByteBuffer.allocate(LENGTH)
                .putLong(first)
                .putLong(second)
                .putLong(third)
                .putLong(fourth)
                .array();
    }
}
