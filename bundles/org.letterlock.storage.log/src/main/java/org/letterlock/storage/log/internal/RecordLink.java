package org.letterlock.storage.log.internal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.Outcome;

/**
 * What the header of a moved message or an outcome has more than others: the record that it takes up.
 *
 * @param source the record that a moved message was read from, which no longer counts; the pending copy of an outcome
 * @param millis when it was moved, or the outcome told, since 1970
 * @param sealedLength of the pending copy; 0 for a moved message, whose own body says it
 * @param outcome the outcome; of a moved message that it is flagged with, null if it is not
 */
record RecordLink(
        LogPosition source,
        long millis,
        long sealedLength,
        @Nullable Outcome outcome) {

    private static final int MOVED_LENGTH = 32;
    private static final int OUTCOME_LENGTH = 40;

    /** How many octets the header of a record of a type has for it. */
    static int length(@Nullable RecordType type) {
        if (type == RecordType.MOVED) {
            return MOVED_LENGTH;
        }
        return type == RecordType.OUTCOME ? OUTCOME_LENGTH : 0;
    }

    void encode(ByteBuffer header, RecordType type) {
        header.putLong(source.segment()).putLong(source.offset()).putLong(millis);
        if (type == RecordType.OUTCOME) {
            header.putLong(sealedLength);
        }
        header.putInt(codeOf(outcome));
        header.putInt(crc(header, header.position()));
    }

    /** Reads it from the rest of a header; null if the octets are not a valid one. */
    static @Nullable RecordLink decode(ByteBuffer header, RecordType type) {
        int crcAt = header.limit() - Integer.BYTES;
        if (header.getInt(crcAt) != crc(header, crcAt)) {
            return null;
        }
        LogPosition source = new LogPosition(header.getLong(), header.getLong());
        long millis = header.getLong();
        long sealedLength = type == RecordType.OUTCOME ? header.getLong() : 0;
        Outcome outcome = outcomeOf(header.getInt());
        return type == RecordType.OUTCOME && outcome == null
                ? null
                : new RecordLink(source, millis, sealedLength, outcome);
    }

    private static int crc(ByteBuffer header, int length) {
        CRC32C crc = new CRC32C();
        crc.update(header.slice(0, length));
        return (int) crc.getValue();
    }

    /** An outcome in files, 0 for none. */
    static int codeOf(@Nullable Outcome outcome) {
        return outcome == null
                ? 0
                : switch (outcome) {
                    case SENT -> 1;
                    case REJECTED -> 2;
                    case REJECTED_KEPT -> 3;
                    case UNCERTAIN -> 4;
                };
    }

    /** The outcome of a code; null for 0 and unknown ones. */
    static @Nullable Outcome outcomeOf(int code) {
        return switch (code) {
            case 1 -> Outcome.SENT;
            case 2 -> Outcome.REJECTED;
            case 3 -> Outcome.REJECTED_KEPT;
            case 4 -> Outcome.UNCERTAIN;
            default -> null;
        };
    }
}
