package org.letterlock.storage.log.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a file of zeros ready to become the next segment. Where the blocks are written before, a force writes the data and
 * nothing else; in a file that grows it has to wait for the file system's journal as well. That pays while each mail waits
 * for a force of its own. When segments fill fast many mails share a force, and the zeros would cost more of the disk than
 * they save: then none are prepared.
 */
final class PreparedSegments implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(PreparedSegments.class);
    private static final int PIECE = 1 << 20;

    /** A segment that is in use for so long fills slowly. */
    private static final long SLOW_MILLIS = 30_000;

    private final DataFolder folder;
    private final Disk disk;
    private final Settings settings;
    private final InstantSource clock;
    private volatile long openedMillis;
    private volatile boolean stopped;
    private final AtomicReference<Disk.@Nullable File> ready = new AtomicReference<>();

    PreparedSegments(DataFolder folder, Disk disk, Settings settings, InstantSource clock) {
        this.folder = folder;
        this.disk = disk;
        this.settings = settings;
        this.clock = clock;
    }

    /** Opens a new segment file: the prepared one, or an empty one if there is none. Its name is forced. */
    Disk.File open(Path path) throws IOException {
        openedMillis = clock.millis();
        Disk.File prepared = ready.getAndSet(null);
        Disk.File file = prepared == null ? disk.create(path) : prepared;
        try {
            if (prepared != null) {
                disk.rename(folder.preparedSegment(), path);
            }
            disk.forceDirectory(folder.segments());
            return file;
        } catch (IOException e) {
            file.close();
            disk.delete(path);
            throw e;
        }
    }

    /** Prepares the next one if there is none and it is worth it. Runs for a while, on one thread at a time. */
    void prepare() {
        if (stopped || ready.get() != null || clock.millis() - openedMillis < SLOW_MILLIS) {
            return;
        }
        try {
            if (disk.usableBytes(folder.store()) - settings.segmentBytes() < settings.lowWaterBytes()) {
                return;
            }
            disk.delete(folder.preparedSegment());
            Disk.File file = disk.create(folder.preparedSegment());
            try {
                fill(file);
                ready.set(file);
            } catch (IOException e) {
                file.close();
                disk.delete(folder.preparedSegment());
                throw e;
            }
        } catch (IOException e) {
            LOG.warn("cannot prepare a segment, the next one will be slower: {}", e.toString());
        }
    }

    /** Prepares no more. */
    void stop() {
        stopped = true;
    }

    @Override
    public void close() throws IOException {
        Disk.File file = ready.getAndSet(null);
        if (file != null) {
            file.close();
        }
        disk.delete(folder.preparedSegment());
    }

    private void fill(Disk.File file) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(PIECE, settings.segmentBytes()));
        for (long at = 0; at < settings.segmentBytes(); at += zeros.limit()) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), settings.segmentBytes() - at));
            file.write(zeros, at);
        }
        file.force();
    }
}
