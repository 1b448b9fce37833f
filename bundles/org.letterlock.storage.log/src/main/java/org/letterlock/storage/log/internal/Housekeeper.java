package org.letterlock.storage.log.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.storage.api.LogPosition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done behind the writer, on one thread: complete segments get their ledger and the snapshot is renewed, segments
 * that nobody needs any more are deleted, free space is measured.
 */
final class Housekeeper implements LogWriter.Retirement, Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeper.class);
    private static final long SPACE_EVERY_MILLIS = 1_000;
    private static final long COLLECT_EVERY_MILLIS = 10_000;
    private static final int STATES_AT_ONCE = 64;

    private final DataFolder folder;
    private final Disk disk;
    private final Settings settings;
    private final InstantSource clock;
    private final LogState state;
    private final PreparedSegments segments;
    private final LargeBodies largeBodies;
    private final SnapshotFile snapshots;
    private final Compactor compactor;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(Threads.named("housekeeping"));
    private final Lock deleting = new ReentrantLock();
    private volatile long freeBytes;
    private volatile long usedBytes;

    // Confined to the thread.
    private final Map<Long, Long> withoutLedger = new TreeMap<>(); // segments and their ends
    private @Nullable ByteBuffer dueSnapshot;

    Housekeeper(
            DataFolder folder,
            Disk disk,
            Settings settings,
            InstantSource clock,
            LogState state,
            PreparedSegments segments,
            LargeBodies largeBodies,
            Compactor compactor) {
        this.folder = folder;
        this.disk = disk;
        this.settings = settings;
        this.clock = clock;
        this.state = state;
        this.segments = segments;
        this.largeBodies = largeBodies;
        this.snapshots = new SnapshotFile(folder, disk);
        this.compactor = compactor;
        measure();
    }

    void start(LogWriter writer, LedgerHeadLog ledgerHeads) {
        thread.execute(segments::prepare);
        var unusedSpace = thread.scheduleWithFixedDelay(
                () -> safely(() -> everySecond(writer)), SPACE_EVERY_MILLIS, SPACE_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        var unusedCollecting = thread.scheduleWithFixedDelay(
                () -> safely(() -> {
                    collect(writer);
                    usedBytes = sizeOfFiles();
                    ledgerHeads.logIfDue();
                }),
                0,
                COLLECT_EVERY_MILLIS,
                TimeUnit.MILLISECONDS);
        var unusedCompacting = thread.scheduleWithFixedDelay(
                () -> safely(() -> {
                    if (mayWriteMore(writer)) {
                        compactor.step(writer);
                    }
                }),
                0,
                Compactor.STEP_EVERY_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    long freeBytes() {
        return freeBytes;
    }

    long usedBytes() {
        return usedBytes;
    }

    @Override
    public void retire(long number, Disk.File file, long end) {
        ByteBuffer snapshot = snapshots.encodeIfDue(new LogPosition(number, end), state);
        thread.execute(() -> {
            close(number, file, end);
            withoutLedger.put(number, end);
            dueSnapshot = snapshot == null ? dueSnapshot : snapshot;
            safely(this::completeSegments);
        });
    }

    private static void close(long number, Disk.File file, long end) {
        try (file) {
            file.truncate(end);
        } catch (IOException e) {
            LOG.warn("segment {} could not be cut and closed: {}", number, e.toString());
        }
    }

    /** Writes what complete segments still lack; a failure leaves it for the next time. */
    private void completeSegments() throws IOException {
        for (Map.Entry<Long, Long> segment : List.copyOf(withoutLedger.entrySet())) {
            Ledger.write(folder, disk, segment.getKey(), segment.getValue());
            withoutLedger.remove(segment.getKey());
            state.closed(segment.getKey());
        }
        ByteBuffer snapshot = dueSnapshot;
        if (snapshot != null) {
            snapshots.write(snapshot.duplicate());
            dueSnapshot = null;
        }
    }

    /** Held while files are deleted; whoever else holds it has them stay. */
    Lock deleting() {
        return deleting;
    }

    /** Deletes what nobody needs any more and has been so for the grace, deleted mails for the hold, unless files have to stay now. */
    private void collect(LogWriter writer) throws IOException {
        if (deleting.tryLock()) {
            try {
                collectNow(writer);
            } finally {
                deleting.unlock();
            }
        }
    }

    private void collectNow(LogWriter writer) throws IOException {
        long now = clock.millis();
        long deletedBy = now - settings.deletedStay().toMillis();
        state.idleLastSegment(deletedBy).ifPresent(number -> writer.submit(new SealRequest(number)));
        for (long file : state.takeLargeDeletedBy(deletedBy)) {
            largeBodies.delete(file);
        }
        List<Long> idle = state.idleSegments(now - settings.deletionGrace().toMillis(), deletedBy);
        Set<Long> withStates = carryStates(idle, writer);
        for (long number : idle) {
            if (!withStates.contains(number)) {
                Ledger.ensure(folder, disk, number, state.endOf(number).orElseThrow());
                disk.delete(folder.segment(number));
                state.forget(number);
                LOG.info("segment {} is no longer needed, deleted", number);
            }
        }
    }

    /** Compaction takes space before it gives some back. */
    private boolean mayWriteMore(LogWriter writer) {
        return writer.unwritable().isEmpty() && freeBytes - settings.segmentBytes() >= settings.lowWaterBytes();
    }

    /** Has states written again that lie in idle segments, and returns those segments. */
    private Set<Long> carryStates(List<Long> idle, LogWriter writer) {
        Set<Long> withStates = new HashSet<>();
        List<MailboxId> carried = new ArrayList<>();
        long bytes = 0;
        for (Map.Entry<MailboxId, MailboxLog> entry : state.statesIn(idle).entrySet()) {
            byte[] content = entry.getValue().state();
            withStates.add(entry.getValue().stateSegment());
            if (content != null && carried.size() < STATES_AT_ONCE) {
                carried.add(entry.getKey());
                bytes += RecordHeader.LENGTH + RecordHeader.padded(content.length);
            }
        }
        if (!carried.isEmpty()) {
            writer.submit(new CarryRequest(idle, carried, bytes));
        }
        return withStates;
    }

    private void everySecond(LogWriter writer) throws IOException {
        measure();
        if (!writer.unwritable().isEmpty()) {
            writer.submit(new SealRequest(0));
        }
        segments.prepare();
        completeSegments();
    }

    private void measure() {
        try {
            freeBytes = disk.usableBytes(folder.store());
        } catch (IOException e) {
            LOG.warn("cannot measure the free space of {}: {}", folder.store(), e.toString());
        }
    }

    private long sizeOfFiles() throws IOException {
        AtomicLong size = new AtomicLong();
        Files.walkFileTree(folder.store(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                size.addAndGet(attributes.size());
                return FileVisitResult.CONTINUE;
            }

            /** Files are renamed and deleted meanwhile. */
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
        return size.get();
    }

    @Override
    public void close() {
        Threads.finish(thread);
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void safely(Task task) {
        try {
            task.run();
        } catch (IOException | RuntimeException e) {
            LOG.warn("housekeeping failed and is tried again later", e);
        }
    }
}
