package org.letterlock.storage.log.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.letterlock.storage.api.StorageException;

/**
 * A body in a file of its own. Its octets are queued by the thread that receives them and written by helper threads, one
 * at a time and a few octets at a turn, so that large mails share the helpers fairly.
 */
final class LargeFile {

    /** Queued octets from which on the sender waits. */
    private static final int QUEUE_HIGH = 2 << 20;

    private static final int QUEUE_LOW = 1 << 20;

    /** The same while the budget is exceeded, so that many large mails do not add up to much more than the budget. */
    private static final int QUEUE_SCARCE = 64 << 10;

    private static final int TURN = 1 << 20;
    private static final int FORCE_EVERY = 8 << 20;

    private final long number;
    private final Path folder;
    private final Path path;
    private final Disk disk;
    private final Executor helpers;
    private final ByteBudget budget;

    private final ArrayDeque<ByteBuffer> queue = new ArrayDeque<>();
    private long queued;
    private boolean running;
    private boolean discarded;
    private @Nullable StorageException failure;
    private @Nullable CompletableFuture<Void> room;
    private @Nullable CompletableFuture<Void> finished;

    // Confined to the helper that has the turn.
    private Disk.@Nullable File out;
    private long written;
    private long unforced;

    LargeFile(long number, Path folder, Path path, Disk disk, Executor helpers, ByteBudget budget) {
        this.number = number;
        this.folder = folder;
        this.path = path;
        this.disk = disk;
        this.helpers = helpers;
        this.budget = budget;
    }

    long number() {
        return number;
    }

    /** Queues octets, which the budget has counted already. */
    synchronized CompletionStage<Void> write(ByteBuffer octets) {
        if (failure != null) {
            budget.giveBack(octets.remaining());
            return CompletableFuture.failedFuture(failure);
        }
        queue.add(octets);
        queued += octets.remaining();
        schedule();
        if (queued <= (budget.exceeded() ? QUEUE_SCARCE : QUEUE_HIGH)) {
            return CompletableFuture.completedFuture(null);
        }
        if (room == null) {
            room = new CompletableFuture<>();
        }
        return room;
    }

    /** Completes when the file, complete, and its name are forced. */
    synchronized CompletionStage<Void> finish() {
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        CompletableFuture<Void> future = new CompletableFuture<>();
        finished = future;
        schedule();
        return future;
    }

    /** Deletes the file, now or after the turn that runs. */
    synchronized void discard() {
        if (!discarded) {
            discarded = true;
            if (failure == null) {
                failure = Failures.closed();
            }
            schedule();
        }
    }

    private synchronized void schedule() {
        if (!running) {
            running = true;
            try {
                helpers.execute(this::turn);
            } catch (RejectedExecutionException e) {
                running = false;
                fail(Failures.closed());
            }
        }
    }

    private void turn() {
        long before = written;
        try {
            ByteBuffer octets = next();
            while (octets != null) {
                write(octets, octets.remaining());
                octets = written - before < TURN ? next() : null;
            }
            if (complete()) {
                seal();
            }
        } catch (IOException e) {
            fail(Failures.io("cannot write " + path, e));
        }
        endTurn();
    }

    private synchronized @Nullable ByteBuffer next() {
        return failure == null ? queue.peek() : null;
    }

    private synchronized boolean complete() {
        return failure == null && finished != null && queue.isEmpty();
    }

    private void write(ByteBuffer octets, int length) throws IOException {
        Disk.File file = out;
        if (file == null) {
            file = disk.create(path);
            out = file;
        }
        file.write(octets, written);
        written += length;
        unforced += length;
        if (unforced >= FORCE_EVERY) {
            file.force();
            unforced = 0;
        }
        CompletableFuture<Void> wake = null;
        synchronized (this) {
            queue.remove();
            queued -= length;
            if (queued <= QUEUE_LOW) {
                wake = room;
                room = null;
            }
        }
        budget.giveBack(length);
        if (wake != null) {
            wake.complete(null);
        }
    }

    private void seal() throws IOException {
        Disk.File file = out;
        if (file != null) {
            file.force();
            file.close();
            out = null;
        }
        disk.forceDirectory(folder);
        CompletableFuture<Void> done;
        synchronized (this) {
            done = finished;
            finished = null;
        }
        if (done != null) {
            done.complete(null);
        }
    }

    private void endTurn() {
        boolean delete;
        synchronized (this) {
            running = false;
            delete = discarded;
            if (failure == null && (!queue.isEmpty() || finished != null)) {
                schedule();
            }
        }
        if (delete) {
            delete();
        }
    }

    private void fail(StorageException reason) {
        CompletableFuture<Void> waiting;
        CompletableFuture<Void> done;
        synchronized (this) {
            failure = reason;
            budget.giveBack(queued);
            queue.clear();
            queued = 0;
            waiting = room;
            done = finished;
            room = null;
            finished = null;
        }
        if (waiting != null) {
            waiting.completeExceptionally(reason);
        }
        if (done != null) {
            done.completeExceptionally(reason);
        }
    }

    private void delete() {
        fail(Failures.closed());
        try {
            Disk.File file = out;
            if (file != null) {
                file.close();
                out = null;
            }
            disk.delete(path);
        } catch (IOException e) {
            LargeBodies.LOG.warn("cannot delete {}, the next start will: {}", path, e.toString());
        }
    }
}
