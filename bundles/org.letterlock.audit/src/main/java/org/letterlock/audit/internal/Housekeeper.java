package org.letterlock.audit.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Logs the chain's end and deletes old files from time to time, in a thread of its own. */
final class Housekeeper {

    private static final long LOOK_SECONDS = 60;
    private static final Duration RETENTION_INTERVAL = Duration.ofHours(1);
    private static final long JOIN_MILLIS = 2_500;

    private final ChainWriter writer;
    private final Retention retention;
    private final Duration headInterval;
    private final Clock clock;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "letterlock-audit");
    private Instant nextRetention;
    private Instant nextHead;

    Housekeeper(ChainWriter writer, Retention retention, Duration headInterval, Clock clock) {
        this.writer = writer;
        this.retention = retention;
        this.headInterval = headInterval;
        this.clock = clock;
        nextRetention = clock.instant();
        nextHead = clock.instant().plus(headInterval);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Ends the thread, and logs where the chain ended. */
    void stop() {
        stop.countDown();
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        logHead();
    }

    private void run() {
        try {
            do {
                look(clock.instant());
            } while (!stop.await(LOOK_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void look(Instant now) {
        writer.retry();
        if (!now.isBefore(nextRetention)) {
            nextRetention = now.plus(RETENTION_INTERVAL);
            retention.apply(now);
        }
        if (!now.isBefore(nextHead)) {
            nextHead = now.plus(headInterval);
            logHead();
        }
    }

    private void logHead() {
        TrailEnd end = writer.end();
        Logs.HEADS.info("audit head sequence={} sha256={}", end.sequence(), end.hash());
    }
}
