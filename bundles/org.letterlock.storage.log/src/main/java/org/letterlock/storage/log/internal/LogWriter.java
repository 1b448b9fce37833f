package org.letterlock.storage.log.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.letterlock.storage.api.LogPosition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that appends. It takes whatever has queued up while the last force ran, writes it and forces it once. A
 * write or force that failed is never tried again: what the system then has in its cache is not known. The segment is
 * given up at the end of what was forced before, and the next one records that end.
 */
final class LogWriter {

    private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);
    private static final int STAGING_BYTES = 1 << 20;
    private static final long MAX_BATCH_BYTES = 32L << 20;
    private static final int MAX_BATCH_REQUESTS = 4096;

    private final BlockingQueue<Request<?>> queue = new LinkedBlockingQueue<>();
    private final SealRequest stop = new SealRequest(0);
    private final Thread thread = Threads.named("writer").newThread(this::run);

    private final DataFolder folder;
    private final Disk disk;
    private final long segmentBytes;
    private final InstantSource clock;
    private final LogState state;
    private final PreparedSegments segments;
    private final Outcomes outcomes;
    private final Retirement retirement;

    private volatile LogPosition end;
    private volatile String unwritable = "";
    private volatile boolean stopped;

    // Confined to the writer's thread.
    private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING_BYTES);
    private final List<Request<?>> abandoned = new ArrayList<>();
    private @Nullable SegmentAppender active;
    private @Nullable Request<?> leftOver;
    private long lastNumber;

    /** Where segments go that the writer is done with. */
    interface Retirement {

        /** The segment is complete. Called by the writer, must return at once. */
        void retire(long number, Disk.File file, long end);
    }

    LogWriter(
            DataFolder folder,
            Disk disk,
            Settings settings,
            InstantSource clock,
            LogState state,
            LogPosition end,
            long lastNumber,
            PreparedSegments segments,
            Outcomes outcomes,
            Retirement retirement) {
        this.folder = folder;
        this.disk = disk;
        this.segmentBytes = settings.segmentBytes();
        this.clock = clock;
        this.state = state;
        this.end = end;
        this.lastNumber = lastNumber;
        this.segments = segments;
        this.outcomes = outcomes;
        this.retirement = retirement;
    }

    void start() {
        thread.start();
    }

    LogPosition end() {
        return end;
    }

    /** Why nothing can be written now, empty if something can. */
    String unwritable() {
        return unwritable;
    }

    <T> Request<T> submit(Request<T> request) {
        queue.add(request);
        if (stopped && queue.remove(request)) {
            request.fail(Failures.closed());
        }
        return request;
    }

    /** Writes what was submitted before, and ends. */
    void close() {
        submit(stop);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            for (Request<?> first = next(); first != stop; first = next()) {
                if (first instanceof SealRequest seal) {
                    seal(seal);
                } else {
                    commit(gather(first));
                }
            }
            retireActive();
        } finally {
            stopped = true;
            unwritable = "the store is stopped";
            Request<?> gathered = leftOver;
            if (gathered != null) {
                gathered.fail(Failures.closed());
            }
            for (Request<?> late = queue.poll(); late != null; late = queue.poll()) {
                late.fail(Failures.closed());
            }
        }
    }

    private Request<?> next() {
        Request<?> request = leftOver;
        leftOver = null;
        while (request == null) {
            try {
                request = queue.take();
            } catch (InterruptedException e) {
                LOG.warn("the writer was interrupted, which nobody should do; it goes on");
            }
        }
        return request;
    }

    private List<Request<?>> gather(Request<?> first) {
        List<Request<?>> requests = new ArrayList<>();
        long bytes = 0;
        Request<?> request = first;
        while (request != null && !(request instanceof SealRequest)) {
            requests.add(request);
            bytes += request.maxBytes();
            request = bytes < MAX_BATCH_BYTES && requests.size() < MAX_BATCH_REQUESTS ? queue.poll() : null;
        }
        leftOver = request;
        return requests;
    }

    private void commit(List<Request<?>> requests) {
        List<Runnable> steps = new ArrayList<>(requests.size());
        try {
            SegmentAppender segment = segmentFor(requests);
            Batch batch = new Batch(state, segment, clock.millis());
            for (Request<?> request : requests) {
                steps.add(request.prepare(batch));
            }
            if (!batch.isEmpty()) {
                segment.force();
                batch.apply();
                end = new LogPosition(segment.number(), segment.durableEnd());
                writable(segment);
            }
            outcomes.tell(steps, !batch.isEmpty());
        } catch (IOException | RuntimeException e) {
            giveUp(requests, e);
        } catch (Error e) {
            giveUp(requests, new IllegalStateException("the writer ends", e));
            throw e;
        }
    }

    private SegmentAppender segmentFor(List<Request<?>> requests) throws IOException {
        long bytes = 0;
        for (Request<?> request : requests) {
            bytes += request.maxBytes();
        }
        SegmentAppender segment = active;
        if (segment != null && segment.position() > SegmentHeader.LENGTH && segment.position() + bytes > segmentBytes) {
            retireActive();
            segment = null;
        }
        return segment == null ? begin() : segment;
    }

    private SegmentAppender begin() throws IOException {
        long number = ++lastNumber;
        Disk.File file = segments.open(folder.segment(number));
        SegmentAppender segment = new SegmentAppender(number, file, staging);
        active = segment;
        segment.append(new SegmentHeader(folder.id(), number, clock.millis(), end).encode());
        return segment;
    }

    private void seal(SealRequest seal) {
        SegmentAppender segment = active;
        if (segment != null && segment.number() == seal.segment()) {
            retireActive();
        } else if (!unwritable.isEmpty()) {
            recover();
        }
    }

    private void retireActive() {
        SegmentAppender segment = active;
        active = null;
        if (segment != null && end.segment() == segment.number()) {
            retirement.retire(segment.number(), segment.file(), segment.durableEnd());
        } else if (segment != null) {
            drop(segment);
        }
    }

    private void giveUp(List<Request<?>> requests, Exception failure) {
        boolean inSegment = active != null;
        LOG.error("writing segment {} failed; it is given up behind {}", lastNumber, end, failure);
        unwritable = "writing failed: " + failure.getMessage();
        SegmentAppender broken = active;
        if (broken != null && broken.durableEnd() > 0) {
            cut(broken);
        }
        retireActive();
        boolean recovered = recover();
        for (Request<?> request : requests) {
            if (recovered || !inSegment) {
                outcomes.fail(request, failure);
            } else {
                // The records may be on disk although they were not forced, and no segment says yet that they do not
                // count: what they refer to has to stay.
                abandoned.add(request);
                outcomes.failKeeping(request, failure);
            }
        }
    }

    /** Begins a segment whose header says where the log ended; when that is durable the store is writable again. */
    private boolean recover() {
        try {
            SegmentAppender segment = active == null ? begin() : active;
            segment.force();
            writable(segment);
            return true;
        } catch (IOException e) {
            LOG.error("no new segment can be begun in {}: {}", folder.segments(), e.toString());
            unwritable = "no new segment can be begun: " + e.getMessage();
            retireActive();
            return false;
        }
    }

    private void writable(SegmentAppender segment) {
        if (!unwritable.isEmpty()) {
            unwritable = "";
            abandoned.forEach(request -> request.release(false));
            abandoned.clear();
            LOG.info("the store can be written again, segment {}", segment.number());
        }
    }

    private static void cut(SegmentAppender broken) {
        try {
            broken.file().truncate(broken.durableEnd());
        } catch (IOException e) {
            LOG.warn("segment {} could not be cut, its rest is ignored: {}", broken.number(), e.toString());
        }
    }

    private void drop(SegmentAppender segment) {
        try {
            segment.file().close();
            disk.delete(folder.segment(segment.number()));
        } catch (IOException e) {
            LOG.warn("segment {}, which is empty, could not be deleted: {}", segment.number(), e.toString());
        }
    }
}
