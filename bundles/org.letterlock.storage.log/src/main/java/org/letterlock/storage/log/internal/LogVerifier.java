package org.letterlock.storage.log.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;
import org.letterlock.storage.api.StorageException;
import org.letterlock.storage.api.StoreMaintenance;
import org.letterlock.storage.api.StoreMaintenance.LedgerHead;
import org.letterlock.storage.api.StoreMaintenance.Verification;

/**
 * Reads segments and ledgers side by side, up to one moment, while the store goes on. What a segment has lost its ledger
 * names; what is gone from both shows as a gap in a chain. Memory grows with mailboxes and segments, not with mails.
 */
final class LogVerifier {

    private final DataFolder folder;
    private final LogState state;
    private final LogExtent extent;
    private final Lock deleting;
    private final Running running;
    private final Findings findings = new Findings(StoreMaintenance.MAX_DAMAGES);
    private final ChainCheck chains;
    private final BodyCheck bodies;
    private StoreMaintenance.Progress progress = StoreMaintenance.Progress.NONE;
    private long done;
    private long total;

    /** Ends what takes long when the store stops. */
    interface Running {
        void check() throws StorageException;
    }

    LogVerifier(
            DataFolder folder,
            LogState state,
            LogExtent extent,
            Collection<LedgerHead> earlier,
            Lock deleting,
            Running running) {
        this.folder = folder;
        this.state = state;
        this.extent = extent;
        this.deleting = deleting;
        this.running = running;
        Set<LedgerHead> awaited = new HashSet<>(earlier);
        extent.mailboxes().forEach((mailbox, log) -> awaited.add(ChainCheck.head(mailbox, log)));
        this.chains = new ChainCheck(folder, findings, awaited);
        this.bodies = new BodyCheck(folder, state, findings);
    }

    Verification run(StoreMaintenance.Progress told) throws IOException, StorageException {
        progress = told;
        total = size();
        TreeSet<Long> numbers = new TreeSet<>(DataFolder.numbered(folder.ledger())
                .headMap(extent.end().segment(), true)
                .keySet());
        numbers.addAll(extent.segments().keySet());
        for (long number : numbers) {
            running.check();
            LogExtent.Segment segment = extent.segments().get(number);
            try (Entries entries = new Entries(number, segment == null || segment.closed())) {
                verify(number, segment, entries);
            }
            done += segment == null ? 0 : segment.end();
        }
        chains.finish(extent.segments().keySet());
        return findings.result(extent.end(), chains.mailboxes());
    }

    /** What there is to read, ledgers aside. */
    private long size() {
        long size = extent.segments().values().stream()
                .mapToLong(LogExtent.Segment::end)
                .sum();
        for (long number : extent.liveLargeFiles()) {
            size += folder.large(number).toFile().length();
        }
        return size;
    }

    private void verify(long number, LogExtent.@Nullable Segment segment, Entries entries)
            throws IOException, StorageException {
        if (segment == null) {
            entries.takeBefore(Long.MAX_VALUE, null);
            return;
        }
        Path file = folder.segment(number);
        try (SegmentReader reader = new SegmentReader(file, number, segment.end())) {
            findings.segments++;
            verify(reader, file, segment, entries);
        } catch (NoSuchFileException e) {
            if (isNeeded(number)) {
                findings.damage(file, 0, null, "missing");
                entries.takeBefore(segment.end(), file);
            } else {
                // It was no longer needed and has gone just now.
                try (Entries complete = new Entries(number, true)) {
                    complete.takeBefore(segment.end(), null);
                }
            }
        }
    }

    /** Whether a segment should be there, asked when whoever deletes has also said what went. */
    private boolean isNeeded(long number) {
        deleting.lock();
        try {
            return state.endOf(number).isPresent();
        } finally {
            deleting.unlock();
        }
    }

    private void verify(SegmentReader reader, Path file, LogExtent.Segment segment, Entries entries)
            throws IOException, StorageException {
        SegmentHeader segmentHeader = reader.segmentHeader();
        if (segmentHeader == null || !segmentHeader.store().equals(folder.id())) {
            findings.damage(file, 0, null, "no segment header of this store");
        }
        SegmentRecords records = new SegmentRecords(reader);
        RecordHeader record;
        do {
            running.check();
            record = records.next();
            boolean named = entries.takeBefore(
                    record == null ? segment.end() : record.position().offset(), file);
            if (records.gap() >= 0 && !named) {
                findings.damage(file, records.gap(), null, "there should be a record");
            }
            if (record != null) {
                take(reader, file, record, entries);
                done += record.file() == 0 ? 0 : record.body().length();
                progress.of(Math.min(done + record.position().offset(), total), total);
            }
        } while (record != null);
        if (reader.limit() < segment.end()) {
            findings.damage(file, reader.limit(), null, "it ends here and not at " + segment.end());
        }
        if (segment.closed() && entries.end() > segment.end()) {
            // A copy of the folder was begun with this segment and ended with its ledger.
            findings.damage(file, segment.end(), null, "it ends here, and its ledger goes on to " + entries.end());
        }
    }

    private void take(SegmentReader reader, Path file, RecordHeader record, Entries entries) throws IOException {
        byte[] hash = Hashes.sha256(record.encode());
        byte[] body = record.type() == RecordType.DELETION ? reader.body(record) : null;
        byte[] bodyInLedger = entries.compare(file, record, hash);
        chains.take(file, record.position().offset(), record, hash, body == null ? bodyInLedger : body);
        bodies.check(reader, file, record);
    }

    /** The entries of a segment's ledger, where there has to be one. */
    private final class Entries implements AutoCloseable {

        private final Path file;
        private final long end;
        private final @Nullable LedgerReader reader;
        private LedgerReader.@Nullable Entry next;

        Entries(long number, boolean required) throws IOException {
            this.file = folder.ledger(number);
            this.end = required ? Ledger.end(folder, number).orElse(0) : 0;
            this.reader = end == 0 ? null : new LedgerReader(file, number);
            if (reader != null) {
                findings.ledgers++;
                advance();
            } else if (required) {
                findings.damage(file, 0, null, Files.exists(file) ? "no ledger header of this store" : "missing");
            }
        }

        long end() {
            return end;
        }

        private void advance() throws IOException {
            next = reader == null ? null : reader.next();
        }

        /**
         * Takes the entries before an offset of the segment, which the segment does not have.
         *
         * @param segment the segment that should have them, null if it has gone and may
         * @return whether there were any
         */
        boolean takeBefore(long offset, @Nullable Path segment) throws IOException {
            boolean any = false;
            while (next != null && next.header().position().offset() < offset) {
                RecordHeader header = next.header();
                if (segment != null) {
                    findings.damage(segment, header.position().offset(), header, "the record is damaged or missing");
                }
                chains.take(file, header.position().offset(), header, next.hash(), next.body());
                any = true;
                advance();
            }
            return any;
        }

        /** Compares the entry of a record with it, and returns what the entry holds of a deletion. */
        byte @Nullable [] compare(Path segment, RecordHeader record, byte[] hash) throws IOException {
            if (next != null && next.header().position().equals(record.position())) {
                if (!Arrays.equals(next.hash(), hash)) {
                    findings.damage(segment, record.position().offset(), record, "its ledger entry says otherwise");
                }
                byte[] body = next.body();
                advance();
                return body;
            }
            if (reader != null && reader.damagedAt() < 0) {
                findings.damage(file, 0, record, "lacks the entry of the record at " + record.position());
            }
            return null;
        }

        @Override
        public void close() throws IOException {
            if (reader != null) {
                if (reader.damagedAt() >= 0) {
                    findings.damage(file, reader.damagedAt(), null, "there should be a ledger entry");
                }
                reader.close();
            }
        }
    }
}
