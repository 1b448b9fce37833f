package org.letterlock.storage.log.internal;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the sealed octets that are in memory. Nobody waits for others here: whoever finds the budget exceeded writes its
 * own octets to a file and waits for that alone, so that bodies which stand still cannot stop those that move.
 */
final class ByteBudget {

    private final long limit;
    private final AtomicLong used = new AtomicLong();

    ByteBudget(long limit) {
        this.limit = limit;
    }

    void take(long octets) {
        used.addAndGet(octets);
    }

    void giveBack(long octets) {
        used.addAndGet(-octets);
    }

    boolean exceeded() {
        return used.get() > limit;
    }

    long used() {
        return used.get();
    }
}
