package org.letterlock.storage.log.internal;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.storage.api.LogPosition;

/**
 * The first octets of a segment file.
 *
 * @param store the store's identity
 * @param number the segment's number
 * @param millis when it was begun, since 1970
 * @param previousEnd end of what was durable before it: what a segment holds behind that was never acknowledged
 */
record SegmentHeader(UUID store, long number, long millis, LogPosition previousEnd) {

    static final int LENGTH = 72;

    private static final long MAGIC = 0x4C4C_5345_474D_4E54L; // "LLSEGMNT"
    private static final long VERSION = 1;
    private static final int CRC_AT = LENGTH - Integer.BYTES;

    byte[] encode() {
        byte[] octets = new byte[LENGTH];
        ByteBuffer out = ByteBuffer.wrap(octets);
        out.putLong(MAGIC).putLong(VERSION);
        out.putLong(store.getMostSignificantBits()).putLong(store.getLeastSignificantBits());
        out.putLong(number).putLong(millis);
        out.putLong(previousEnd.segment()).putLong(previousEnd.offset());
        out.putInt(CRC_AT, Hashes.crc32c(octets, 0, CRC_AT));
        return octets;
    }

    /** Reads a header, or null if the octets are not a valid one. */
    static @Nullable SegmentHeader decode(byte[] octets) {
        ByteBuffer in = ByteBuffer.wrap(octets);
        if (octets.length != LENGTH
                || in.getInt(CRC_AT) != Hashes.crc32c(octets, 0, CRC_AT)
                || in.getLong() != MAGIC
                || in.getLong() != VERSION) {
            return null;
        }
        return new SegmentHeader(
                new UUID(in.getLong(), in.getLong()),
                in.getLong(),
                in.getLong(),
                new LogPosition(in.getLong(), in.getLong()));
    }
}
