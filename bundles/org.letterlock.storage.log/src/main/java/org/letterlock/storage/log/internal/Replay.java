package org.letterlock.storage.log.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.letterlock.storage.api.LogPosition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out at start what the log adds up to, and cuts what was never acknowledged. */
final class Replay {

    private static final Logger LOG = LoggerFactory.getLogger(Replay.class);

    private final DataFolder folder;
    private final Disk disk;
    private final NavigableMap<Long, Path> segments;
    private final NavigableMap<Long, Path> ledgers;
    private LogState state = new LogState();
    private LogPosition end = LogPosition.START;
    private final DamageRegister damage;

    /**
     * What came out.
     *
     * @param state the state
     * @param end behind the last record
     * @param lastNumber the highest number of a segment there ever was
     */
    record Result(LogState state, LogPosition end, long lastNumber) {}

    private Replay(DataFolder folder, Disk disk, DamageRegister damage) throws IOException {
        this.folder = folder;
        this.disk = disk;
        this.damage = damage;
        this.segments = DataFolder.numbered(folder.segments());
        this.ledgers = DataFolder.numbered(folder.ledger());
    }

    static Result run(DataFolder folder, Disk disk, DamageRegister damage) throws IOException {
        return new Replay(folder, disk, damage).run();
    }

    private Result run() throws IOException {
        disk.delete(folder.preparedSegment());
        LogPosition through = LogPosition.START;
        Snapshot snapshot = Snapshot.read(folder.snapshot(), folder.id());
        if (snapshot != null && fits(snapshot)) {
            state = snapshot.state();
            through = snapshot.through();
            end = through;
        } else if (!segments.isEmpty() || !ledgers.isEmpty()) {
            LOG.info("no snapshot that fits, replaying the whole log in {}", folder.store());
        }
        replayFrom(through);
        if (isMailMissing()) {
            LOG.info("replaying the whole log in {}: mails may still be where they were moved from", folder.store());
            state = new LogState();
            replayFrom(LogPosition.START);
        }
        NavigableSet<Long> numbers = numbers();
        dropMissing();
        completeLedgers();
        checkLargeFiles();
        LOG.info("store={} replayed from={} end={} segments={}", folder.store(), through, end, state.segmentCount());
        long lastNumber = numbers.isEmpty() ? 0 : numbers.last();
        return new Result(state, end, Math.max(lastNumber, end.segment()));
    }

    private NavigableSet<Long> numbers() {
        NavigableSet<Long> numbers = new TreeSet<>(segments.keySet());
        numbers.addAll(ledgers.keySet());
        return numbers;
    }

    private void replayFrom(LogPosition through) throws IOException {
        for (long number : numbers().tailSet(through.segment(), false)) {
            if (segments.containsKey(number)) {
                replaySegment(number);
            } else {
                replayLedger(number);
            }
        }
    }

    /** Whether the snapshot knows mails of segments that are not there, and nobody deleted them. */
    private boolean isMailMissing() {
        boolean missing = false;
        for (SegmentInfo segment : state.segments()) {
            if (!segments.containsKey(segment.number()) && segment.live() > 0) {
                damage.found(folder.segment(segment.number()), 0, "missing, with " + segment.live() + " mails");
                missing = true;
            }
        }
        return missing;
    }

    /** Whether the segments that the snapshot covers are those it was made from; mails may have been deleted since. */
    private boolean fits(Snapshot snapshot) throws IOException {
        TreeSet<Long> covered = new TreeSet<>(
                segments.headMap(snapshot.through().segment(), true).keySet());
        for (SegmentInfo segment : snapshot.state().segments()) {
            covered.remove(segment.number());
            Path file = segments.get(segment.number());
            if (file != null && Files.size(file) != segment.end()) {
                return false;
            }
        }
        return covered.isEmpty();
    }

    private void replaySegment(long number) throws IOException {
        Path file = folder.segment(number);
        long limit = acknowledgedEnd(number);
        long cut;
        try (SegmentReader reader = new SegmentReader(file, number, limit)) {
            if (limit != Long.MAX_VALUE && reader.limit() < limit) {
                damage.found(file, reader.limit(), "it ends here and not at " + limit);
            }
            cut = new SegmentReplay(reader, number, limit == Long.MAX_VALUE).run();
        }
        if (cut <= SegmentHeader.LENGTH) {
            disk.delete(file);
            segments.remove(number);
            return;
        }
        if (Files.size(file) > cut) {
            disk.cut(file, cut);
        }
        state.endsAt(number, cut);
        end = new LogPosition(number, cut);
    }

    /** Where a segment ended as far as it was acknowledged, or the largest number if nothing says it. */
    private long acknowledgedEnd(long number) throws IOException {
        OptionalLong ofLedger = Ledger.end(folder, number);
        if (ofLedger.isPresent()) {
            return ofLedger.getAsLong();
        }
        Map.Entry<Long, Path> next = segments.higherEntry(number);
        if (next == null) {
            return Long.MAX_VALUE;
        }
        try (SegmentReader reader = new SegmentReader(next.getValue(), next.getKey(), SegmentHeader.LENGTH)) {
            SegmentHeader header = reader.segmentHeader();
            if (header == null || header.previousEnd().segment() > number) {
                return Long.MAX_VALUE;
            }
            return header.previousEnd().segment() == number
                    ? header.previousEnd().offset()
                    : 0;
        }
    }

    private void replayLedger(long number) throws IOException {
        Ledger ledger = Ledger.read(folder, number);
        boolean whole = ledger != null
                && ledger.visit((header, body) -> {
                    checkChain(header);
                    state.applyGone(header, Hashes.sha256(header.encode()), body);
                    return true;
                });
        if (!whole) {
            damage.found(folder.ledger(number), 0, "the ledger is damaged");
        }
        if (ledger != null) {
            end = new LogPosition(number, ledger.end());
        }
    }

    private void dropMissing() {
        for (SegmentInfo segment : state.segments()) {
            if (!segments.containsKey(segment.number())) {
                state.forget(segment.number());
            }
        }
    }

    private void completeLedgers() throws IOException {
        for (SegmentInfo segment : state.segments()) {
            if (Ledger.end(folder, segment.number()).isEmpty()) {
                Ledger.write(folder, disk, segment.number(), segment.end());
            }
            state.closed(segment.number());
        }
    }

    /** Deletes files that no record needs, unless it may be that the record could not be read. */
    private void checkLargeFiles() throws IOException {
        Map<Long, Boolean> files = state.largeFiles();
        for (Map.Entry<Long, Boolean> file : files.entrySet()) {
            if (file.getValue() && !Files.exists(folder.large(file.getKey()))) {
                damage.found(folder.large(file.getKey()), 0, "missing");
            }
        }
        if (damage.count() == 0) {
            LargeBodies.deleteOrphans(folder, disk, files.keySet());
        }
    }

    private void checkChain(RecordHeader header) {
        if (!Arrays.equals(header.previous(), state.mailbox(header.mailbox()).head())) {
            LOG.error("the ledger of {} has a gap before {}", header.mailbox(), header.position());
        }
    }

    /** Replay of one segment. */
    private final class SegmentReplay {

        private final SegmentReader reader;
        private final long number;
        private final boolean endUnknown;
        private final List<RecordHeader> group = new ArrayList<>();

        SegmentReplay(SegmentReader reader, long number, boolean endUnknown) {
            this.reader = reader;
            this.number = number;
            this.endUnknown = endUnknown;
        }

        /** Applies the records and returns where they end. */
        long run() throws IOException {
            long at = SegmentHeader.LENGTH;
            if (!endUnknown && reader.limit() <= at) {
                return 0;
            }
            if (reader.segmentHeader() == null) {
                if (torn(0)) {
                    return 0;
                }
                damage.found(folder.segment(number), 0, "no segment header");
            }
            while (at < reader.limit()) {
                RecordHeader header = reader.headerAt(at);
                boolean whole = header != null && (!endUnknown || reader.bodyIsWhole(header));
                if (!whole && torn(at)) {
                    break;
                }
                long next = header == null ? reader.findRecord(at + RecordHeader.ALIGNMENT) : header.end();
                if (!whole) {
                    damage.found(
                            new LogPosition(number, at),
                            header,
                            next < 0 ? reader.limit() : next,
                            header == null ? "no record" : "a body");
                }
                if (header != null) {
                    add(header);
                }
                if (next < 0) {
                    break;
                }
                at = next;
            }
            if (!group.isEmpty() && endUnknown) {
                return group.get(0).position().offset();
            }
            flush();
            return endUnknown ? at : reader.limit();
        }

        /**
         * Whether what should be at an offset was never acknowledged: the end of what was is not known, and no record
         * behind was written after the force that the one at the offset would have been part of.
         */
        private boolean torn(long offset) throws IOException {
            if (!endUnknown) {
                return false;
            }
            long at = reader.findRecord(offset);
            while (at >= 0) {
                RecordHeader header = reader.headerAt(at);
                if (header != null && header.batch() > offset) {
                    return false;
                }
                at = reader.findRecord(header == null ? at + RecordHeader.ALIGNMENT : header.end());
            }
            return true;
        }

        /** A group counts when it is there in whole; where some of it is damaged, what is left counts. */
        private void add(RecordHeader header) throws IOException {
            if (header.group().index() == 1) {
                flush();
            }
            group.add(header);
            if (header.group().index() == header.group().count()) {
                flush();
            }
        }

        private void flush() throws IOException {
            for (RecordHeader header : group) {
                apply(header);
            }
            group.clear();
        }

        private void apply(RecordHeader header) throws IOException {
            byte @Nullable [] body = null;
            if (header.type() == RecordType.DELETION || header.type() == RecordType.STATE) {
                body = reader.body(header);
                if (body == null) {
                    damage.found(header.position(), header, header.end(), "a body");
                }
            }
            checkChain(header);
            state.apply(header, Hashes.sha256(header.encode()), body);
        }
    }
}
