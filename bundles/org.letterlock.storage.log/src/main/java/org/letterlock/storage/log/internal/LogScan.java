package org.letterlock.storage.log.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.MessageStore.Visitor;

/**
 * Reads records between two positions: from segments, and what counts of those that are gone from their ledgers. Keys are
 * those of the messages as they were first written: what compaction wrote again may come behind a removal of the mailbox.
 */
final class LogScan {

    private final DataFolder folder;
    private final LogState state;
    private final DamageRegister damage;
    private final LogPosition from;
    private final LogPosition to;
    private final boolean withKeys;
    private final Visitor visitor;
    private @Nullable LogPosition stoppedAt;

    LogScan(
            DataFolder folder,
            LogState state,
            DamageRegister damage,
            LogPosition from,
            LogPosition to,
            boolean withKeys,
            Visitor visitor) {
        this.folder = folder;
        this.state = state;
        this.damage = damage;
        this.from = from;
        this.to = to;
        this.withKeys = withKeys;
        this.visitor = visitor;
    }

    /** The position to go on from. */
    LogPosition run() throws IOException {
        for (long number : numbers()) {
            if (number >= from.segment() && number <= to.segment()) {
                scan(number);
                LogPosition stopped = stoppedAt;
                if (stopped != null) {
                    return stopped;
                }
            }
        }
        return to;
    }

    private SortedSet<Long> numbers() throws IOException {
        TreeSet<Long> numbers = new TreeSet<>();
        state.segments().forEach(segment -> numbers.add(segment.number()));
        boolean skipsGone = from.equals(LogPosition.START) && !withKeys;
        if (from.compareTo(to) < 0 && !(skipsGone && numbers.isEmpty())) {
            // Whoever begins at the start has never seen a mail of a segment that was gone before the first that is
            // there; only the keys of such mails still count.
            long first = skipsGone ? numbers.first() : from.segment();
            numbers.addAll(
                    DataFolder.numbered(folder.ledger()).tailMap(first, true).keySet());
        }
        return numbers;
    }

    private void scan(long number) throws IOException {
        OptionalLong end = state.endOf(number);
        if (end.isPresent()) {
            long limit = number == to.segment() ? to.offset() : end.getAsLong();
            try (SegmentReader reader = new SegmentReader(folder.segment(number), number, limit)) {
                scanSegment(reader, number);
                return;
            } catch (NoSuchFileException e) {
                if (!Files.exists(folder.ledger(number))) {
                    throw e;
                }
            }
        }
        if (Files.exists(folder.ledger(number))) {
            Ledger ledger = Ledger.read(folder, number);
            if (ledger == null || (!ledger.visit(this::visitFromLedger) && stoppedAt == null)) {
                damage.found(folder.ledger(number), 0, "an entry");
            }
        }
    }

    private void scanSegment(SegmentReader reader, long number) throws IOException {
        long at = number == from.segment() ? Math.max(from.offset(), SegmentHeader.LENGTH) : SegmentHeader.LENGTH;
        while (at >= 0 && at < reader.limit() && stoppedAt == null) {
            RecordHeader header = reader.headerAt(at);
            if (header == null) {
                long next = reader.findRecord(at + RecordHeader.ALIGNMENT);
                damage.found(new LogPosition(number, at), null, next < 0 ? reader.limit() : next, "no record");
                at = next;
                continue;
            }
            byte[] body = header.type() == RecordType.DELETION ? reader.body(header) : null;
            if (header.type() == RecordType.DELETION && body == null) {
                damage.found(header.position(), header, header.end(), "a body");
            } else {
                visit(header, body);
            }
            at = header.end();
        }
    }

    private boolean visitFromLedger(RecordHeader header, byte @Nullable [] body) {
        boolean inside =
                header.position().compareTo(from) >= 0 && header.position().compareTo(to) < 0;
        if (inside) {
            switch (header.type()) {
                case DELETION, REMOVAL, OUTCOME -> visit(header, body);
                case MESSAGE -> goOnIf(visitKey(header), header);
                case PENDING, MOVED, STATE -> {}
            }
        }
        return stoppedAt == null;
    }

    private void visit(RecordHeader header, byte @Nullable [] body) {
        LogRecord record = switch (header.type()) {
            case MESSAGE, MOVED -> Records.message(header);
            case PENDING -> null;
            case OUTCOME -> isMail(header) ? Records.message(header) : null;
            case DELETION -> Records.deletion(header, body == null ? new byte[0] : body);
            case STATE, REMOVAL -> Records.state(header);
        };
        boolean goOn = visitKey(header);
        goOnIf((record == null || visitor.visit(record)) && goOn, header);
    }

    private boolean visitKey(RecordHeader header) {
        byte[] key = header.deduplication();
        return !withKeys
                || key == null
                || header.type() != RecordType.MESSAGE
                || visitor.visit(Records.key(header, key));
    }

    private void goOnIf(boolean goOn, RecordHeader header) {
        if (!goOn) {
            stoppedAt = new LogPosition(header.position().segment(), header.end());
        }
    }

    /** Whether an outcome makes a mail of its copy, in a segment that is there. */
    private boolean isMail(RecordHeader header) {
        RecordLink link = header.link();
        return link != null
                && link.outcome() != null
                && link.outcome().isKept()
                && state.endOf(link.source().segment()).isPresent();
    }
}
