package org.letterlock.storage.log.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.letterlock.mail.api.MailboxId;
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

    private final DataFolder folder;
    private final Disk disk;
    private final Settings settings;
    private final InstantSource clock;
    private final LogState state;
    private final PreparedSegments segments;
    private final LargeBodies largeBodies;
    private final SnapshotFile snapshots;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(Threads.named("housekeeping"));
    private volatile long freeBytes;
    private volatile long usedBytes;

    Housekeeper(
            DataFolder folder,
            Disk disk,
            Settings settings,
            InstantSource clock,
            LogState state,
            PreparedSegments segments,
            LargeBodies largeBodies) {
        this.folder = folder;
        this.disk = disk;
        this.settings = settings;
        this.clock = clock;
        this.state = state;
        this.segments = segments;
        this.largeBodies = largeBodies;
        this.snapshots = new SnapshotFile(folder, disk);
        measure();
    }

    void start(LogWriter writer) {
        thread.execute(segments::prepare);
        var unusedSpace = thread.scheduleWithFixedDelay(
                () -> safely(() -> everySecond(writer)), SPACE_EVERY_MILLIS, SPACE_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        var unusedCollecting = thread.scheduleWithFixedDelay(
                () -> safely(() -> {
                    collect(writer);
                    usedBytes = sizeOfFiles();
                }),
                0,
                COLLECT_EVERY_MILLIS,
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
        ByteBuffer snapshot = snapshots.encodeIfDue(number, end, state);
        try {
            thread.execute(() -> safely(() -> {
                file.truncate(end);
                file.force();
                file.close();
                Ledger.write(folder, disk, number, end);
                state.closed(number);
                if (snapshot != null) {
                    snapshots.write(snapshot);
                }
                segments.prepare();
            }));
        } catch (RejectedExecutionException e) {
            LOG.debug("stopping; the next start completes segment {}", number, e);
        }
    }

    /** Deletes what nobody needs any more and has been so for the grace. */
    void collect(LogWriter writer) throws IOException {
        long cutoff = clock.millis() - settings.deletionGrace().toMillis();
        if (state.lastSegmentIsIdle(cutoff)) {
            writer.submit(new SealRequest(writer.end().segment()));
        }
        for (long file : state.takeLargeDeletedBy(cutoff)) {
            largeBodies.delete(file);
        }
        List<Long> idle = state.idleSegments(cutoff);
        List<MailboxId> needed = state.statesIn(idle);
        if (!needed.isEmpty()) {
            long bytes = (long) needed.size() * (RecordHeader.LENGTH + StateRequest.MAX_LENGTH);
            writer.submit(new CarryRequest(idle, needed, bytes));
            return; // those segments changed by that, their grace begins again
        }
        for (long number : idle) {
            if (Files.exists(folder.ledger(number))) {
                state.forget(number);
                disk.delete(folder.segment(number));
                LOG.info("segment {} is no longer needed, deleted", number);
            }
        }
    }

    private void everySecond(LogWriter writer) {
        measure();
        if (!writer.unwritable().isEmpty()) {
            writer.submit(new SealRequest(0));
        }
    }

    private void measure() {
        try {
            freeBytes = disk.usableBytes(folder.store());
        } catch (IOException e) {
            LOG.warn("cannot measure the free space of {}: {}", folder.store(), e.toString());
        }
    }

    private long sizeOfFiles() throws IOException {
        long size = 0;
        try (Stream<Path> files = Files.walk(folder.store())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                size += Files.isRegularFile(file) ? Files.size(file) : 0;
            }
        }
        return size;
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
