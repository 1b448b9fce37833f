package org.letterlock.users.internal;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** How many passwords may be digested at a time: each takes a processor, and anybody can ask for it. */
final class HashSlots {

    private static final int MAX_WAITING_PER_SLOT = 8;

    private final Semaphore free;
    private final int maxWaiting;
    private final long waitMillis;

    HashSlots(int slots, long waitMillis) {
        this.free = new Semaphore(slots, true);
        this.maxWaiting = slots * MAX_WAITING_PER_SLOT;
        this.waitMillis = waitMillis;
    }

    /** Waits a little for one; false if there is too much to do. Who has one gives it back. */
    boolean take() {
        if (free.getQueueLength() >= maxWaiting) {
            return false;
        }
        try {
            return free.tryAcquire(waitMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void giveBack() {
        free.release();
    }
}
