package org.letterlock.storage.log.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.storage.api.Outcome;
import org.letterlock.storage.api.PendingFigures;

/**
 * What is known of the mails of a segment that are or were pending copies, by their index among its mails: the numbers that
 * their outcomes gave them, and which of those that are there have no outcome yet or are flagged. Guarded by its
 * {@link LogState}.
 */
final class PendingCopies {

    private long[] sequences; // 0 where there is none
    private final TreeMap<Integer, Mark> marks;

    /**
     * A copy without an outcome, or with one that flags it.
     *
     * @param mailbox whose it is
     * @param outcome its outcome, null if it has none yet
     */
    record Mark(MailboxId mailbox, @Nullable Outcome outcome) {

        /** What it alone comes to. */
        PendingFigures figures() {
            return new PendingFigures(
                    outcome == null ? 1 : 0,
                    outcome == Outcome.UNCERTAIN ? 1 : 0,
                    outcome == Outcome.REJECTED_KEPT ? 1 : 0);
        }
    }

    PendingCopies() {
        this(new long[0], Map.of());
    }

    /** From a snapshot. */
    PendingCopies(long[] sequences, Map<Integer, Mark> marks) {
        this.sequences = sequences;
        this.marks = new TreeMap<>(marks);
    }

    void mark(int index, MailboxId mailbox, @Nullable Outcome outcome) {
        marks.put(index, new Mark(mailbox, outcome));
    }

    /** Takes an outcome, unless it is not the first. */
    boolean decide(int index, Outcome outcome, long sequence) {
        if (!isUndecided(index)) {
            return false;
        }
        MailboxId mailbox = marks.remove(index).mailbox();
        if (outcome.isFlagged()) {
            mark(index, mailbox, outcome);
        }
        if (outcome.isKept()) {
            if (index >= sequences.length) {
                sequences = Arrays.copyOf(sequences, (index + 1) * 2);
            }
            sequences[index] = sequence;
        }
        return true;
    }

    /** The mail is deleted, or elsewhere. */
    void unmark(int index) {
        marks.remove(index);
    }

    boolean isUndecided(int index) {
        Mark mark = marks.get(index);
        return mark != null && mark.outcome() == null;
    }

    List<Integer> undecided() {
        return marks.keySet().stream().filter(this::isUndecided).toList();
    }

    /** The number that an outcome gave a mail, or 0. */
    long sequence(int index) {
        return index >= 0 && index < sequences.length ? sequences[index] : 0;
    }

    @Nullable Outcome flag(int index) {
        Mark mark = marks.get(index);
        return mark == null ? null : mark.outcome();
    }

    /** By index, 0 where there is none; as long as it has to be. */
    long[] sequences() {
        int length = sequences.length;
        while (length > 0 && sequences[length - 1] == 0) {
            length--;
        }
        return Arrays.copyOf(sequences, length);
    }

    Map<Integer, Mark> marks() {
        return marks;
    }
}
