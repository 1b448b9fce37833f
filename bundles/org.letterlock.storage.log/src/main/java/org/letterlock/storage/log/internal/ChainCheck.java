package org.letterlock.storage.log.internal;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.storage.api.StoreMaintenance.Damage;
import org.letterlock.storage.api.StoreMaintenance.LedgerHead;

/**
 * What the records, in the order of the log, must add up to: each mailbox's chain and numbers, the heads that must be in
 * it, and for each segment how many mails nobody has deleted. Only here is it said what a type of record counts for.
 */
final class ChainCheck {

    private final DataFolder folder;
    private final Findings findings;
    private final Map<MailboxId, MailboxLog> mailboxes = new HashMap<>();
    private final Map<Long, Long> undeleted = new HashMap<>(); // mails by segment
    private final Set<LedgerHead> awaited;

    /**
     * Makes it.
     *
     * @param awaited heads that must be met
     */
    ChainCheck(DataFolder folder, Findings findings, Collection<LedgerHead> awaited) {
        this.folder = folder;
        this.findings = findings;
        this.awaited = new HashSet<>(awaited);
    }

    int mailboxes() {
        return mailboxes.size();
    }

    static LedgerHead head(MailboxId mailbox, MailboxLog log) {
        return new LedgerHead(mailbox, log.sequence(), HexFormat.of().formatHex(log.head()));
    }

    /**
     * Takes the next record.
     *
     * @param file where the record was read
     * @param at and its place there
     * @param hash SHA-256 of its header
     * @param body of a deletion, null for others, or if it is lost
     */
    void take(Path file, long at, RecordHeader header, byte[] hash, byte @Nullable [] body) {
        findings.records++;
        MailboxLog before = mailboxes.getOrDefault(header.mailbox(), MailboxLog.UNKNOWN);
        if (!Arrays.equals(header.previous(), before.head())) {
            findings.damage(file, at, header, "the chain of the mailbox has a gap before this record");
        } else if (!isNumbered(header, before.sequence())) {
            findings.damage(
                    file, at, header, "its number is " + header.sequence() + ", the last one was " + before.sequence());
        }
        MailboxLog after = before.advancedTo(header.sequence(), hash);
        mailboxes.put(header.mailbox(), after);
        awaited.remove(head(header.mailbox(), after));
        count(header, body);
    }

    /** Whether a record has the number that its place in the chain asks for. */
    private static boolean isNumbered(RecordHeader header, long last) {
        return switch (header.type()) {
            case MESSAGE -> header.sequence() == last + 1;
            case OUTCOME -> header.sequence() == (isDropped(header) ? last : last + 1);
            case MOVED -> header.sequence() >= 1 && header.sequence() <= last;
            case PENDING, DELETION, STATE, REMOVAL -> header.sequence() == last;
        };
    }

    private static boolean isDropped(RecordHeader header) {
        RecordLink link = header.link();
        return link != null && link.outcome() != null && !link.outcome().isKept();
    }

    private void count(RecordHeader header, byte @Nullable [] body) {
        switch (header.type()) {
            case MESSAGE, PENDING -> undeleted.merge(header.position().segment(), 1L, Long::sum);
            case MOVED -> {
                undeleted.merge(header.position().segment(), 1L, Long::sum);
                leave(header);
            }
            case OUTCOME -> {
                if (isDropped(header)) {
                    leave(header);
                }
            }
            case DELETION -> {
                if (body != null) {
                    Tombstones.decode(body)
                            .deleted()
                            .forEach(mail -> undeleted.merge(mail.position().segment(), -1L, Long::sum));
                }
            }
            case STATE, REMOVAL -> {}
        }
    }

    /** The record that another one takes up no longer counts. */
    private void leave(RecordHeader header) {
        if (header.link() != null) {
            undeleted.merge(header.link().source().segment(), -1L, Long::sum);
        }
    }

    /**
     * Says what can be said only at the end of the log.
     *
     * @param present segments that are there
     */
    void finish(Set<Long> present) {
        undeleted.forEach((segment, mails) -> {
            if (mails > 0 && !present.contains(segment)) {
                findings.damage(
                        folder.segment(segment), 0, null, "missing, with " + mails + " mails that nobody deleted");
            }
        });
        for (LedgerHead head : awaited) {
            findings.add(new Damage(
                    folder.ledger().toString(),
                    0,
                    head.mailbox(),
                    null,
                    "the chain of the mailbox does not contain the head " + head.sha256() + " of number "
                            + head.sequence() + ": it was cut or rewritten"));
        }
    }
}
