package org.letterlock.crypto.openpgp.internal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The bundle's thread: it warms up the sealing, then drops secrets whose time is over. */
final class Housekeeping {

    private static final long SWEEP_INTERVAL_SECONDS = 1;
    private static final long MAX_JOIN_MILLIS = 2_500;

    private final OpenPgpSealer sealer;
    private final WarmUp warmUp;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "letterlock-crypto-housekeeping");

    Housekeeping(OpenPgpSealer sealer, WarmUp warmUp) {
        this.sealer = sealer;
        this.warmUp = warmUp;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void stop() {
        stop.countDown();
        try {
            thread.join(MAX_JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        warmUp.run(() -> stop.getCount() == 0);
        try {
            while (!stop.await(SWEEP_INTERVAL_SECONDS, TimeUnit.SECONDS)) {
                sealer.dropExpired();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sealer.dropAll();
        }
    }
}
