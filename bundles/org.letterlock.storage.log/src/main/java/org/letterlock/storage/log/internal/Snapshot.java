package org.letterlock.storage.log.internal;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.storage.api.DeduplicationKey;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.Outcome;

/**
 * What the log adds up to at the end of a segment.
 *
 * @param through the end of the last segment that it covers
 * @param state the state
 */
record Snapshot(LogPosition through, LogState state) {

    private static final long MAGIC = 0x4C4C_534E_4150_5348L; // "LLSNAPSH"
    private static final long VERSION = 4;
    private static final int FIXED_LENGTH = 56;
    private static final int SEGMENT_LENGTH = 56;
    private static final int LARGE_LENGTH = 24;
    private static final int MOVED_LENGTH = 24;
    private static final int MARK_LENGTH = 24;
    private static final int MAILBOX_LENGTH = 68;
    private static final int KEY_LENGTH = 64;

    /** Encodes the state; the caller sees to it that nothing changes meanwhile. */
    static ByteBuffer encode(UUID store, LogPosition through, LogState state) {
        synchronized (state) { // segments are live objects, guarded by the state
            return encodeGuarded(store, through, state);
        }
    }

    private static ByteBuffer encodeGuarded(UUID store, LogPosition through, LogState state) {
        List<SegmentInfo> segments = state.segments();
        Map<MailboxId, MailboxLog> mailboxes = state.mailboxes();
        Map<RecentKeys.Entry, MessageId> keys = state.keys().mails();
        ByteBuffer out = ByteBuffer.allocate(length(segments, mailboxes) + Integer.BYTES + keys.size() * KEY_LENGTH);
        out.putLong(MAGIC).putLong(VERSION);
        out.putLong(store.getMostSignificantBits()).putLong(store.getLeastSignificantBits());
        out.putLong(through.segment()).putLong(through.offset());
        out.putInt(segments.size()).putInt(mailboxes.size());
        segments.forEach(segment -> put(out, segment));
        mailboxes.forEach((id, mailbox) -> put(out, id, mailbox));
        out.putInt(keys.size());
        keys.forEach((entry, id) -> put(out, entry, id));
        out.putInt(Hashes.crc32c(out.array(), 0, out.position()));
        return out.flip();
    }

    /** Reads the snapshot, or null if there is none that is whole and of this store. */
    static @Nullable Snapshot read(Path file, UUID store) throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        byte[] octets = Files.readAllBytes(file);
        ByteBuffer in = ByteBuffer.wrap(octets);
        int crcAt = octets.length - Integer.BYTES;
        if (crcAt < FIXED_LENGTH
                || in.getInt(crcAt) != Hashes.crc32c(octets, 0, crcAt)
                || in.getLong() != MAGIC
                || in.getLong() != VERSION
                || !new UUID(in.getLong(), in.getLong()).equals(store)) {
            return null;
        }
        LogPosition through = new LogPosition(in.getLong(), in.getLong());
        int segments = in.getInt();
        int mailboxes = in.getInt();
        LogState state = new LogState();
        try {
            for (int i = 0; i < segments; i++) {
                state.restore(segment(in));
            }
            for (int i = 0; i < mailboxes; i++) {
                state.restore(new MailboxId(in.getLong(), in.getLong()), mailbox(in));
            }
            for (int left = in.getInt(); left > 0; left--) {
                restoreKey(in, state.keys());
            }
        } catch (BufferUnderflowException | IllegalArgumentException | NegativeArraySizeException e) {
            return null;
        }
        return new Snapshot(through, state);
    }

    private static int length(List<SegmentInfo> segments, Map<MailboxId, MailboxLog> mailboxes) {
        int length = FIXED_LENGTH + Integer.BYTES;
        for (SegmentInfo segment : segments) {
            length += SEGMENT_LENGTH
                    + segment.messages() * Integer.BYTES
                    + segment.dead().toLongArray().length * Long.BYTES
                    + segment.largeBodies().size() * LARGE_LENGTH
                    + segment.moved().size() * MOVED_LENGTH
                    + segment.pending().sequences().length * Long.BYTES
                    + segment.pending().marks().size() * MARK_LENGTH;
        }
        for (MailboxLog mailbox : mailboxes.values()) {
            byte[] state = mailbox.state();
            length += MAILBOX_LENGTH + (state == null ? 0 : state.length);
        }
        return length;
    }

    private static void put(ByteBuffer out, SegmentInfo segment) {
        int[] offsets = segment.offsets();
        long[] dead = segment.dead().toLongArray();
        long[] sequences = segment.pending().sequences();
        Map<Integer, PendingCopies.Mark> marks = segment.pending().marks();
        out.putLong(segment.number()).putLong(segment.end());
        out.putLong(segment.idleSinceMillis()).putLong(segment.deletedMillis());
        out.putInt(offsets.length)
                .putInt(dead.length)
                .putInt(segment.largeBodies().size())
                .putInt(segment.moved().size())
                .putInt(sequences.length)
                .putInt(marks.size());
        out.asIntBuffer().put(offsets);
        out.position(out.position() + offsets.length * Integer.BYTES);
        for (long word : dead) {
            out.putLong(word);
        }
        segment.largeBodies()
                .forEach((offset, large) ->
                        out.putLong(offset).putLong(large.file()).putLong(large.deletedMillis()));
        segment.moved()
                .forEach((offset, target) ->
                        out.putLong(offset).putLong(target.segment()).putLong(target.offset()));
        for (long sequence : sequences) {
            out.putLong(sequence);
        }
        marks.forEach((index, mark) -> out.putInt(index)
                .putInt(RecordLink.codeOf(mark.outcome()))
                .putLong(mark.mailbox().high())
                .putLong(mark.mailbox().low()));
    }

    private static SegmentInfo segment(ByteBuffer in) {
        long number = in.getLong();
        long end = in.getLong();
        long idleSince = in.getLong();
        long deleted = in.getLong();
        int[] offsets = new int[in.getInt()];
        long[] dead = new long[in.getInt()];
        int largeCount = in.getInt();
        int movedCount = in.getInt();
        long[] sequences = new long[in.getInt()];
        int markCount = in.getInt();
        in.asIntBuffer().get(offsets);
        in.position(in.position() + offsets.length * Integer.BYTES);
        for (int i = 0; i < dead.length; i++) {
            dead[i] = in.getLong();
        }
        Map<Long, SegmentInfo.LargeBody> large = new HashMap<>();
        for (int i = 0; i < largeCount; i++) {
            large.put(in.getLong(), new SegmentInfo.LargeBody(in.getLong(), in.getLong()));
        }
        Map<Long, LogPosition> moved = new HashMap<>();
        for (int i = 0; i < movedCount; i++) {
            moved.put(in.getLong(), new LogPosition(in.getLong(), in.getLong()));
        }
        for (int i = 0; i < sequences.length; i++) {
            sequences[i] = in.getLong();
        }
        Map<Integer, PendingCopies.Mark> marks = new HashMap<>();
        for (int i = 0; i < markCount; i++) {
            int index = in.getInt();
            Outcome outcome = RecordLink.outcomeOf(in.getInt());
            marks.put(index, new PendingCopies.Mark(new MailboxId(in.getLong(), in.getLong()), outcome));
        }
        return new SegmentInfo(
                number,
                end,
                idleSince,
                deleted,
                offsets,
                BitSet.valueOf(dead),
                large,
                moved,
                new PendingCopies(sequences, marks));
    }

    private static void put(ByteBuffer out, RecentKeys.Entry entry, MessageId id) {
        out.putLong(entry.mailbox().high()).putLong(entry.mailbox().low());
        out.put(entry.key().octets());
        out.putLong(id.value().getMostSignificantBits()).putLong(id.value().getLeastSignificantBits());
    }

    private static void restoreKey(ByteBuffer in, RecentKeys keys) {
        MailboxId mailbox = new MailboxId(in.getLong(), in.getLong());
        byte[] key = new byte[DeduplicationKey.LENGTH];
        in.get(key);
        MessageId id = new MessageId(new UUID(in.getLong(), in.getLong()));
        keys.add(new RecentKeys.Entry(mailbox, DeduplicationKey.of(key)), id);
    }

    private static void put(ByteBuffer out, MailboxId id, MailboxLog mailbox) {
        byte[] state = mailbox.state();
        out.putLong(id.high()).putLong(id.low());
        out.putLong(mailbox.sequence()).put(mailbox.head()).putLong(mailbox.stateSegment());
        out.putInt(state == null ? -1 : state.length);
        if (state != null) {
            out.put(state);
        }
    }

    private static MailboxLog mailbox(ByteBuffer in) {
        long sequence = in.getLong();
        byte[] head = new byte[Hashes.SHA256_LENGTH];
        in.get(head);
        long stateSegment = in.getLong();
        int stateLength = in.getInt();
        byte[] state = null;
        if (stateLength >= 0) {
            state = new byte[stateLength];
            in.get(state);
        }
        return new MailboxLog(sequence, head, state, stateSegment);
    }
}
