package org.letterlock.alarms.internal;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Does something from time to time, or when it is woken, in a thread of its own. */
final class Worker {

    private static final long JOIN_MILLIS = 2_500;

    private final Runnable work;
    private final Duration interval;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread;
    private volatile boolean stopped;

    Worker(String name, Duration interval, Runnable work) {
        this.work = work;
        this.interval = interval;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void wake() {
        wake.release();
    }

    /** Never interrupts: the thread may be in a file channel of the store, which an interrupt would close. */
    void stop() {
        stopped = true;
        wake();
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!stopped) {
                work.run();
                if (wake.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
