package org.letterlock.storage.log.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.MessageStore.Visitor;

/** Reads records between two positions: from segments, and what counts of those that are gone from their ledgers. */
final class LogScan {

    private final DataFolder folder;
    private final LogState state;
    private final LogPosition from;
    private final LogPosition to;
    private final Visitor visitor;
    private @Nullable LogPosition stoppedAt;

    LogScan(DataFolder folder, LogState state, LogPosition from, LogPosition to, Visitor visitor) {
        this.folder = folder;
        this.state = state;
        this.from = from;
        this.to = to;
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
        if (from.segment() < to.segment()) {
            numbers.addAll(DataFolder.numbered(folder.ledger()).keySet());
        }
        return numbers;
    }

    private void scan(long number) throws IOException {
        long end = state.endOf(number);
        long limit = number == to.segment() ? to.offset() : end;
        if (end != 0) {
            try (SegmentReader reader = new SegmentReader(folder.segment(number), number, limit)) {
                scanSegment(reader, number);
                return;
            } catch (NoSuchFileException e) {
                if (!Files.exists(folder.ledger(number))) {
                    throw e;
                }
            }
        }
        Ledger ledger = Ledger.read(folder, number);
        if (ledger != null) {
            ledger.visit(this::visitFromLedger);
        }
    }

    private void scanSegment(SegmentReader reader, long number) throws IOException {
        long at = number == from.segment() ? Math.max(from.offset(), SegmentHeader.LENGTH) : SegmentHeader.LENGTH;
        while (at >= 0 && at < reader.limit() && stoppedAt == null) {
            RecordHeader header = reader.headerAt(at);
            if (header == null) {
                at = reader.findRecord(at + RecordHeader.ALIGNMENT);
                continue;
            }
            visit(header, header.type() == RecordType.DELETION ? reader.body(header) : null);
            at = header.end();
        }
    }

    private boolean visitFromLedger(RecordHeader header, byte @Nullable [] body) {
        boolean wanted = header.type() != RecordType.MESSAGE
                && header.position().compareTo(from) >= 0
                && header.position().compareTo(to) < 0;
        if (wanted) {
            visit(header, body);
        }
        return stoppedAt == null;
    }

    private void visit(RecordHeader header, byte @Nullable [] body) {
        LogRecord record = switch (header.type()) {
            case MESSAGE -> Records.message(header);
            case DELETION -> Records.deletion(header, body == null ? new byte[0] : body);
            case STATE, REMOVAL -> Records.state(header);
        };
        if (!visitor.visit(record)) {
            stoppedAt = new LogPosition(header.position().segment(), header.end());
        }
    }
}
