package org.letterlock.storage.log.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.storage.api.DeduplicationKey;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.Outcome;

/**
 * What the durable records add up to. The writer applies what it has forced, replay what it reads, by the same methods.
 */
final class LogState {

    private final Map<MailboxId, MailboxLog> mailboxes = new HashMap<>();
    private final TreeMap<Long, SegmentInfo> segments = new TreeMap<>();
    private final Map<LogPosition, LogPosition> gone = new HashMap<>(); // of moved messages, to their sources
    private final RecentKeys keys = new RecentKeys();

    /**
     * Takes a record in.
     *
     * @param header the record
     * @param hash SHA-256 of its header
     * @param body of a deletion or a state, null for others, or if it is lost
     */
    synchronized void apply(RecordHeader header, byte[] hash, byte @Nullable [] body) {
        long number = header.position().segment();
        SegmentInfo segment = segments.computeIfAbsent(number, SegmentInfo::new);
        segment.grow(header.end(), header.madeMillis());
        if (header.type().isMail()) {
            segment.addMessage(header.position().offset(), header.file());
        }
        RecordLink link = header.link();
        if (header.type() == RecordType.PENDING) {
            segment.markLast(header.mailbox(), null);
        } else if (header.type() == RecordType.MOVED && link != null) {
            if (link.outcome() != null) {
                segment.markLast(header.mailbox(), link.outcome());
            }
            supersede(link.source(), header.position(), link.millis());
        }
        applyToMailbox(header, hash, body);
    }

    /**
     * Takes in what a ledger tells of a record whose segment is gone. A message that was moved there counts on at its
     * source, until a later record says that it was deleted or moved on: in a backup it may be that the segment is not
     * gone because nobody needed it, but because it was begun when the segments had been copied.
     */
    synchronized void applyGone(RecordHeader header, byte[] hash, byte @Nullable [] body) {
        RecordLink link = header.link();
        if (header.type() == RecordType.MOVED
                && link != null
                && (segments.containsKey(link.source().segment()) || gone.containsKey(link.source()))) {
            gone.put(header.position(), link.source());
        }
        applyToMailbox(header, hash, body);
    }

    private void applyToMailbox(RecordHeader header, byte[] hash, byte @Nullable [] body) {
        MailboxLog before = mailbox(header.mailbox());
        MailboxLog after = before.advancedTo(header.sequence(), hash);
        switch (header.type()) {
            case MESSAGE -> remember(header);
            case PENDING, MOVED -> {}
            case OUTCOME -> decide(header);
            case DELETION -> {
                if (body != null) {
                    delete(Tombstones.decode(body), header.millis());
                }
            }
            case STATE -> {
                if (body != null) {
                    supersede(before, header.millis());
                    after = after.withState(body, header.position().segment());
                }
            }
            case REMOVAL -> {
                supersede(before, header.millis());
                after = after.withState(null, 0);
                keys.forget(header.mailbox());
            }
        }
        mailboxes.put(header.mailbox(), after);
    }

    private void remember(RecordHeader mail) {
        byte[] key = mail.deduplication();
        if (key != null) {
            keys.add(new RecentKeys.Entry(mail.mailbox(), DeduplicationKey.of(key)), mail.message());
        }
    }

    /** The mail that its mailbox got with a key, null if none of the last ones is it. */
    synchronized @Nullable MessageId find(RecentKeys.Entry entry) {
        return keys.find(entry);
    }

    /** The keys that are known, guarded by this. */
    RecentKeys keys() {
        return keys;
    }

    /** Has several records applied so that nobody sees some of them without the others. */
    synchronized void together(Runnable changes) {
        changes.run();
    }

    /**
     * All of it at this moment.
     *
     * @param before an end of the log from before, which counts if segments have gone since
     */
    synchronized LogExtent extent(LogPosition before) {
        NavigableMap<Long, LogExtent.Segment> present = new TreeMap<>();
        Set<Long> liveLargeFiles = new HashSet<>();
        LogPosition last = LogPosition.START;
        for (SegmentInfo segment : segments.values()) {
            present.put(segment.number(), new LogExtent.Segment(segment.end(), segment.closed()));
            last = new LogPosition(segment.number(), segment.end());
            for (SegmentInfo.LargeBody large : segment.largeBodies().values()) {
                if (large.deletedMillis() == 0) {
                    liveLargeFiles.add(large.file());
                }
            }
        }
        LogPosition end = last.compareTo(before) < 0 ? before : last;
        return new LogExtent(end, Map.copyOf(mailboxes), present, liveLargeFiles);
    }

    synchronized MailboxLog mailbox(MailboxId id) {
        return mailboxes.getOrDefault(id, MailboxLog.UNKNOWN);
    }

    synchronized Map<MailboxId, MailboxLog> mailboxes() {
        return Map.copyOf(mailboxes);
    }

    synchronized void restore(MailboxId id, MailboxLog mailbox) {
        mailboxes.put(id, mailbox);
    }

    synchronized void restore(SegmentInfo segment) {
        segments.put(segment.number(), segment);
    }

    /** Where a mail is now that was at a position: there, or where it was moved to, as far as that is remembered. */
    synchronized LogPosition current(LogPosition message) {
        LogPosition at = message;
        LogPosition target = message;
        while (target != null) {
            at = target;
            SegmentInfo segment = segments.get(at.segment());
            target = segment == null ? null : segment.movedTo(at.offset());
        }
        return at;
    }

    synchronized boolean isLive(LogPosition message) {
        SegmentInfo segment = segments.get(message.segment());
        return segment != null && segment.isLive(message.offset());
    }

    /** Pending copies without an outcome, in the order of the log. */
    synchronized List<LogPosition> undecided() {
        return segments.values().stream()
                .flatMap(segment -> segment.undecided().stream())
                .toList();
    }

    synchronized boolean isUndecided(LogPosition pending) {
        SegmentInfo segment = segments.get(pending.segment());
        return segment != null && segment.isUndecided(pending.offset());
    }

    /** Whether a copy of the mailbox waits for its outcome. */
    synchronized boolean isAwaiting(MailboxId mailbox) {
        return segments.values().stream()
                .flatMap(segment -> segment.pending().marks().values().stream())
                .anyMatch(mark -> mark.outcome() == null && mark.mailbox().equals(mailbox));
    }

    /** All copies without an outcome, and all mails that are flagged with one. */
    synchronized List<PendingCopies.Mark> marks() {
        return segments.values().stream()
                .flatMap(segment -> segment.pending().marks().values().stream())
                .toList();
    }

    /** A live mail's number in its mailbox. */
    synchronized long sequence(RecordHeader mail) {
        SegmentInfo segment = segments.get(mail.position().segment());
        return mail.type() != RecordType.PENDING || segment == null
                ? mail.sequence()
                : segment.sequence(mail.position().offset());
    }

    /** The outcome that a live mail is flagged with, null if it is not. */
    synchronized @Nullable Outcome flag(LogPosition mail) {
        SegmentInfo segment = segments.get(mail.segment());
        return segment == null ? null : segment.flag(mail.offset());
    }

    /** A segment is complete and has a ledger; from now on it may go when nobody needs it. */
    synchronized void closed(long segment) {
        SegmentInfo info = segments.get(segment);
        if (info != null) {
            info.close();
        }
    }

    /** A segment ends behind its last record, with something that cannot be read. */
    synchronized void endsAt(long segment, long end) {
        SegmentInfo info = segments.get(segment);
        if (info != null) {
            info.grow(end, 0);
        }
    }

    /** Where a segment ends now, or nothing if it is gone. */
    synchronized OptionalLong endOf(long segment) {
        SegmentInfo info = segments.get(segment);
        return info == null ? OptionalLong.empty() : OptionalLong.of(info.end());
    }

    /** The lowest number of a segment that is there, or the largest number. */
    synchronized long firstSegment() {
        return segments.isEmpty() ? Long.MAX_VALUE : segments.firstKey();
    }

    synchronized List<SegmentInfo> segments() {
        return List.copyOf(segments.values());
    }

    synchronized int segmentCount() {
        return segments.size();
    }

    synchronized void forget(long segment) {
        // Who still knows a mail by an older place must be led past the one that goes.
        segments.values().forEach(older -> older.redirect(segment, this::current));
        segments.remove(segment);
    }

    /** The live mails of a segment. */
    synchronized List<LogPosition> liveMails(long segment) {
        SegmentInfo info = segments.get(segment);
        return info == null ? List.of() : info.liveMails();
    }

    /**
     * The complete segment with the smallest share of octets of live mails, if that is small enough and no mail of it was
     * deleted since a moment.
     */
    synchronized OptionalLong sparsest(int livePercent, long deletedByMillis, Set<Long> except) {
        long number = 0;
        double least = Double.MAX_VALUE;
        for (SegmentInfo segment : segments.values()) {
            double percent = 100.0 * segment.liveOctets() / segment.end();
            if (segment.closed()
                    && segment.live() > 0
                    && segment.undecided().isEmpty()
                    && segment.deletedMillis() <= deletedByMillis
                    && percent <= livePercent
                    && percent < least
                    && !except.contains(segment.number())) {
                number = segment.number();
                least = percent;
            }
        }
        return number == 0 ? OptionalLong.empty() : OptionalLong.of(number);
    }

    /** Files of bodies by number, and whether their mails are live. */
    synchronized Map<Long, Boolean> largeFiles() {
        Map<Long, Boolean> files = new HashMap<>();
        for (SegmentInfo segment : segments.values()) {
            segment.largeBodies().values().forEach(large -> files.put(large.file(), large.deletedMillis() == 0));
        }
        return files;
    }

    /** Files of bodies of mails that were deleted at or before a moment; they are returned once. */
    synchronized List<Long> takeLargeDeletedBy(long millis) {
        List<Long> files = new ArrayList<>();
        segments.values().forEach(segment -> files.addAll(segment.takeLargeDeletedBy(millis)));
        return files;
    }

    /** Complete segments without a live mail: nothing changed since a moment, and no mail was deleted since another. */
    synchronized List<Long> idleSegments(long sinceMillis, long deletedByMillis) {
        return segments.values().stream()
                .filter(segment -> segment.closed()
                        && segment.live() == 0
                        && segment.idleSinceMillis() <= sinceMillis
                        && segment.deletedMillis() <= deletedByMillis)
                .map(SegmentInfo::number)
                .toList();
    }

    /** The last segment, if it is being written and holds mails, all of them deleted before a moment. */
    synchronized OptionalLong idleLastSegment(long sinceMillis) {
        Map.Entry<Long, SegmentInfo> last = segments.lastEntry();
        SegmentInfo segment = last == null ? null : last.getValue();
        return segment != null
                        && !segment.closed()
                        && segment.messages() > 0
                        && segment.live() == 0
                        && segment.idleSinceMillis() <= sinceMillis
                ? OptionalLong.of(segment.number())
                : OptionalLong.empty();
    }

    /** Mailboxes whose state is in one of the segments. */
    synchronized Map<MailboxId, MailboxLog> statesIn(Collection<Long> numbers) {
        Map<MailboxId, MailboxLog> found = new HashMap<>();
        if (!numbers.isEmpty()) {
            mailboxes.forEach((id, mailbox) -> {
                if (mailbox.state() != null && numbers.contains(mailbox.stateSegment())) {
                    found.put(id, mailbox);
                }
            });
        }
        return found;
    }

    private void decide(RecordHeader header) {
        RecordLink link = header.link();
        SegmentInfo segment = link == null ? null : segments.get(link.source().segment());
        if (link != null && link.outcome() != null && segment != null) {
            segment.decide(link.source().offset(), link.outcome(), header.sequence(), link.millis());
        }
    }

    private void delete(Tombstones tombstones, long millis) {
        for (Tombstones.Tombstone tombstone : tombstones.deleted()) {
            LogPosition position = tombstone.position();
            while (position != null) {
                SegmentInfo segment = segments.get(position.segment());
                if (segment != null) {
                    segment.delete(position.offset(), millis);
                }
                position = gone.remove(position);
            }
        }
    }

    private void supersede(LogPosition source, LogPosition target, long millis) {
        LogPosition position = source;
        while (position != null) {
            SegmentInfo segment = segments.get(position.segment());
            if (segment != null) {
                segment.move(position.offset(), target, millis);
            }
            position = gone.remove(position);
        }
    }

    private void supersede(MailboxLog mailbox, long millis) {
        SegmentInfo segment = segments.get(mailbox.stateSegment());
        if (segment != null) {
            segment.touch(millis);
        }
    }
}
