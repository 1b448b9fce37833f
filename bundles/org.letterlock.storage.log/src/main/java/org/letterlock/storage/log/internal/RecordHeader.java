package org.letterlock.storage.log.internal;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.storage.api.LogPosition;

/**
 * The header of a record, which is at the same time the record's entry in the mailbox's ledger: its SHA-256 is the
 * {@code previous} of the mailbox's next record.
 *
 * @param type what it is
 * @param position where it is
 * @param batch offset of the first record that was forced together with this one
 * @param group its place among the records that are valid together only
 * @param mailbox whose it is
 * @param message the mail's id, zero for types that are not of a mail
 * @param sequence of a message, moved or not, or an outcome that makes one, its number in the mailbox; of others the number
 *     of the mailbox's last message
 * @param millis when the mail was received or the record made, since 1970
 * @param octets what RETR sends of the mail
 * @param file number of the file that holds the body, 0 if the body follows the header
 * @param body the body's length and digests
 * @param previous SHA-256 of the header of the mailbox's record before, zeros for the first
 * @param deduplication HMAC by which a copy of the same mail is recognised, null if there is none
 * @param link the record that a moved message or an outcome takes up, null for other types
 */
record RecordHeader(
        RecordType type,
        LogPosition position,
        long batch,
        Group group,
        MailboxId mailbox,
        MessageId message,
        long sequence,
        long millis,
        long octets,
        long file,
        BodyDigest body,
        byte[] previous,
        byte @Nullable [] deduplication,
        @Nullable RecordLink link) {

    /** What all types have; some have a {@link RecordLink} more. */
    static final int LENGTH = 208;

    /** The most that a header has. */
    static final int MAX_LENGTH = LENGTH + RecordLink.length(RecordType.OUTCOME);

    static final int MAGIC = 0x4C4C5243; // "LLRC"
    static final MessageId NO_MESSAGE = new MessageId(new UUID(0, 0));

    /** Records, bodies included, begin at multiples of this. */
    static final int ALIGNMENT = 8;

    private static final byte VERSION = 1;
    private static final int FLAG_DEDUPLICATION = 1;
    private static final int CRC_AT = LENGTH - Integer.BYTES;
    private static final int TYPE_AT = 5;

    /** Its place in a group, from 1, and the group's size. */
    record Group(int index, int count) {
        static final Group SINGLE = new Group(1, 1);
    }

    /** How long a header is that begins with these octets, as many as all types have. */
    static int length(byte[] fixed) {
        return LENGTH + RecordLink.length(RecordType.of(fixed[TYPE_AT]));
    }

    /** Its own length. */
    int length() {
        return LENGTH + RecordLink.length(type);
    }

    /** When the record was made, as far as it says. */
    long madeMillis() {
        return link == null ? millis : link.millis();
    }

    /** Octets of a body together with its padding. */
    static long padded(long length) {
        return (length + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /** Octets of the body that follow the header. */
    long inlineLength() {
        return file == 0 ? body.length() : 0;
    }

    /** Offset of what follows the header. */
    long bodyOffset() {
        return position.offset() + length();
    }

    /** Offset behind the record. */
    long end() {
        return bodyOffset() + padded(inlineLength());
    }

    byte[] encode() {
        byte[] octetsOfHeader = new byte[length()];
        ByteBuffer out = ByteBuffer.wrap(octetsOfHeader);
        out.putInt(MAGIC).put(VERSION).put((byte) type.code());
        out.putShort((short) (deduplication == null ? 0 : FLAG_DEDUPLICATION));
        out.putLong(position.segment()).putLong(position.offset());
        out.putInt((int) batch).putShort((short) group.index()).putShort((short) group.count());
        out.putLong(mailbox.high()).putLong(mailbox.low());
        out.putLong(message.value().getMostSignificantBits());
        out.putLong(message.value().getLeastSignificantBits());
        out.putLong(sequence).putLong(millis).putLong(octets);
        out.putLong(body.length()).putLong(file).put(body.sha256()).put(previous);
        out.put(deduplication == null ? new byte[Hashes.SHA256_LENGTH] : deduplication);
        out.putInt(body.crc32c());
        out.putInt(Hashes.crc32c(octetsOfHeader, 0, CRC_AT));
        if (link != null) {
            link.encode(out, type);
        }
        return octetsOfHeader;
    }

    /** Reads a header of the {@link #length(byte[])} it says, or null if the octets are not a valid one. */
    static @Nullable RecordHeader decode(byte[] octets) {
        ByteBuffer in = ByteBuffer.wrap(octets);
        if (octets.length != length(octets)
                || in.getInt() != MAGIC
                || in.getInt(CRC_AT) != Hashes.crc32c(octets, 0, CRC_AT)
                || in.get() != VERSION) {
            return null;
        }
        RecordType type = RecordType.of(in.get());
        int flags = in.getShort();
        LogPosition position = new LogPosition(in.getLong(), in.getLong());
        long batch = Integer.toUnsignedLong(in.getInt());
        Group group = new Group(in.getShort(), in.getShort());
        MailboxId mailbox = new MailboxId(in.getLong(), in.getLong());
        MessageId message = new MessageId(new UUID(in.getLong(), in.getLong()));
        long sequence = in.getLong();
        long millis = in.getLong();
        long retr = in.getLong();
        long length = in.getLong();
        long file = in.getLong();
        byte[] sha256 = hash(in);
        byte[] previous = hash(in);
        byte[] deduplication = hash(in);
        if (type == null || length < 0) {
            return null;
        }
        int crc32c = in.getInt();
        RecordLink link = null;
        if (RecordLink.length(type) > 0) {
            link = RecordLink.decode(in.position(LENGTH), type);
            if (link == null) {
                return null;
            }
        }
        return new RecordHeader(
                type,
                position,
                batch,
                group,
                mailbox,
                message,
                sequence,
                millis,
                retr,
                file,
                new BodyDigest(length, crc32c, sha256),
                previous,
                (flags & FLAG_DEDUPLICATION) == 0 ? null : deduplication,
                link);
    }

    private static byte[] hash(ByteBuffer in) {
        byte[] hash = new byte[Hashes.SHA256_LENGTH];
        in.get(hash);
        return hash;
    }
}
