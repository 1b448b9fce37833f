package org.letterlock.storage.log.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.Outcome;

/** Which mails of a segment are still needed. Guarded by its {@link LogState}. */
final class SegmentInfo {

    private final long number;
    private long end = SegmentHeader.LENGTH;
    private boolean closed;
    private long idleSinceMillis;
    private long deletedMillis;
    private int[] offsets = new int[16]; // of messages, in units of the alignment, ascending
    private int messages;
    private final BitSet dead = new BitSet();
    private final TreeMap<Long, LargeBody> largeBodies = new TreeMap<>(); // by offset of the message
    private final TreeMap<Long, LogPosition> moved = new TreeMap<>(); // by offset of the message
    private final PendingCopies pending;

    /**
     * A body in a file of its own.
     *
     * @param file number of the file
     * @param deletedMillis when its mail was deleted, 0 if it was not
     */
    record LargeBody(long file, long deletedMillis) {}

    SegmentInfo(long number) {
        this.number = number;
        this.pending = new PendingCopies();
    }

    /** From a snapshot. */
    SegmentInfo(
            long number,
            long end,
            long idleSinceMillis,
            long deletedMillis,
            int[] offsets,
            BitSet dead,
            Map<Long, LargeBody> large,
            Map<Long, LogPosition> moved,
            PendingCopies pending) {
        this.number = number;
        this.pending = pending;
        this.end = end;
        this.idleSinceMillis = idleSinceMillis;
        this.deletedMillis = deletedMillis;
        this.offsets = offsets;
        this.messages = offsets.length;
        this.dead.or(dead);
        this.largeBodies.putAll(large);
        this.moved.putAll(moved);
        this.closed = true;
    }

    long number() {
        return number;
    }

    long end() {
        return end;
    }

    void grow(long newEnd, long millis) {
        end = newEnd;
        touch(millis);
    }

    /** Something in the segment is no longer needed, or it got something new. */
    void touch(long millis) {
        idleSinceMillis = Math.max(idleSinceMillis, millis);
    }

    long idleSinceMillis() {
        return idleSinceMillis;
    }

    void close() {
        closed = true;
    }

    boolean closed() {
        return closed;
    }

    int messages() {
        return messages;
    }

    int live() {
        return messages - dead.cardinality();
    }

    void addMessage(long offset, long file) {
        if (messages == offsets.length) {
            offsets = Arrays.copyOf(offsets, messages * 2);
        }
        offsets[messages++] = (int) (offset / RecordHeader.ALIGNMENT);
        if (file != 0) {
            largeBodies.put(offset, new LargeBody(file, 0));
        }
    }

    PendingCopies pending() {
        return pending;
    }

    /** The mail that was added last waits for its outcome, or is flagged with one. */
    void markLast(MailboxId mailbox, @Nullable Outcome outcome) {
        pending.mark(messages - 1, mailbox, outcome);
    }

    /** A pending copy has an outcome, which counts if it is the first. */
    void decide(long offset, Outcome outcome, long sequence, long millis) {
        if (pending.decide(indexOf(offset), outcome, sequence) && !outcome.isKept()) {
            delete(offset, millis);
        }
    }

    boolean isUndecided(long offset) {
        return pending.isUndecided(indexOf(offset));
    }

    List<LogPosition> undecided() {
        return pending.undecided().stream()
                .map(index -> new LogPosition(number, offsetOf(index)))
                .toList();
    }

    /** The number that its outcome gave a mail that was a pending copy, or 0. */
    long sequence(long offset) {
        return pending.sequence(indexOf(offset));
    }

    @Nullable Outcome flag(long offset) {
        return pending.flag(indexOf(offset));
    }

    boolean isLive(long offset) {
        int index = indexOf(offset);
        return index >= 0 && !dead.get(index);
    }

    void delete(long offset, long millis) {
        int index = indexOf(offset);
        if (index >= 0 && !dead.get(index)) {
            dead.set(index);
            pending.unmark(index);
            touch(millis);
            deletedMillis = Math.max(deletedMillis, millis);
            largeBodies.computeIfPresent(offset, (at, large) -> new LargeBody(large.file(), Math.max(1, millis)));
        }
    }

    /** When the last mail was deleted of those that were, 0 if none was. */
    long deletedMillis() {
        return deletedMillis;
    }

    /** A mail is elsewhere from now on, and its large body belongs to the record there. */
    void move(long offset, LogPosition target, long millis) {
        int index = indexOf(offset);
        if (index >= 0) {
            dead.set(index);
            pending.unmark(index);
            touch(millis);
            largeBodies.remove(offset);
            moved.put(offset, target);
        }
    }

    @Nullable LogPosition movedTo(long offset) {
        return moved.get(offset);
    }

    /** Mails that were moved to a certain segment were moved to where that one's mails are now. */
    void redirect(long segment, UnaryOperator<LogPosition> current) {
        moved.replaceAll((offset, target) -> target.segment() == segment ? current.apply(target) : target);
    }

    Map<Long, LogPosition> moved() {
        return moved;
    }

    List<LogPosition> liveMails() {
        List<LogPosition> live = new ArrayList<>();
        for (int i = dead.nextClearBit(0); i < messages; i = dead.nextClearBit(i + 1)) {
            live.add(new LogPosition(number, offsetOf(i)));
        }
        return live;
    }

    /** Octets from each live mail's record to the next mail's. */
    long liveOctets() {
        long octets = 0;
        for (int i = dead.nextClearBit(0); i < messages; i = dead.nextClearBit(i + 1)) {
            octets += (i + 1 < messages ? offsetOf(i + 1) : end) - offsetOf(i);
        }
        return octets;
    }

    private long offsetOf(int index) {
        return Integer.toUnsignedLong(offsets[index]) * RecordHeader.ALIGNMENT;
    }

    /** Files of mails that were deleted at or before a moment; they are forgotten here. */
    List<Long> takeLargeDeletedBy(long millis) {
        List<Long> files = new ArrayList<>();
        largeBodies.values().removeIf(large -> {
            boolean gone = large.deletedMillis() != 0 && large.deletedMillis() <= millis;
            if (gone) {
                files.add(large.file());
            }
            return gone;
        });
        return files;
    }

    Map<Long, LargeBody> largeBodies() {
        return largeBodies;
    }

    int[] offsets() {
        return Arrays.copyOf(offsets, messages);
    }

    BitSet dead() {
        return dead;
    }

    private int indexOf(long offset) {
        return Arrays.binarySearch(offsets, 0, messages, (int) (offset / RecordHeader.ALIGNMENT));
    }
}
