package org.letterlock.admin.core.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the gateway's health from time to time, often after the start, and has it said. */
final class Watcher {

    private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);
    private static final Duration START = Duration.ofMinutes(1);
    private static final long OFTEN_SECONDS = 1;
    private static final long SELDOM_SECONDS = 30;
    private static final long JOIN_MILLIS = 2_500;

    private final Supplier<Health> check;
    private final Announcer announcer = new Announcer(LOG::error, LOG::warn, LOG::info);
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "letterlock-admin-watcher");

    Watcher(Supplier<Health> check) {
        this.check = check;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Never interrupts: the thread may be in a file channel of the store, which an interrupt would close. */
    void stop() {
        stop.countDown();
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Instant quiet = Instant.now().plus(START);
        try {
            long wait;
            do {
                Instant now = Instant.now();
                look(now);
                wait = now.isBefore(quiet) || announcer.isSettling() ? OFTEN_SECONDS : SELDOM_SECONDS;
            } while (!stop.await(wait, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Instant now) {
        try {
            announcer.look(check.get(), now);
        } catch (RuntimeException e) {
            // A part that goes away while it is looked at must not end the watch.
            LOG.debug("the gateway's health could not be looked at", e);
        }
    }
}
