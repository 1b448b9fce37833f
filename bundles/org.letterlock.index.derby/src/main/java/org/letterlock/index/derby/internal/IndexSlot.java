package org.letterlock.index.derby.internal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.letterlock.storage.api.StorageException;
import org.letterlock.storage.api.StorageException.Reason;

/** Where readers find the open index, and wait for it while it is being opened. Thread-safe. */
final class IndexSlot {

    private final Duration maxWait;
    private @Nullable OpenIndex index;
    private boolean closed;

    IndexSlot(Duration maxWait) {
        this.maxWait = maxWait;
    }

    synchronized void set(@Nullable OpenIndex opened) {
        index = opened;
        notifyAll();
    }

    synchronized @Nullable OpenIndex peek() {
        return index;
    }

    OpenIndex await() throws StorageException {
        return awaitOtherThan(null);
    }

    /** Waits for an index that is not a certain one. */
    synchronized OpenIndex awaitOtherThan(@Nullable OpenIndex old) throws StorageException {
        long deadline = System.nanoTime() + maxWait.toNanos();
        while (index == null || index == old) {
            long left = deadline - System.nanoTime();
            if (closed || left <= 0) {
                throw new StorageException(Reason.CLOSED, "the index is not open", null);
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StorageException(Reason.CLOSED, "interrupted while waiting for the index", e);
            }
        }
        return index;
    }

    /** From here on nobody waits. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
