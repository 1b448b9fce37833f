package org.letterlock.itests.client;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** What is not true at once. */
public final class Eventually {

    /** Something that may not hold yet. */
    @FunctionalInterface
    public interface Expectation {
        /**
         * Looks.
         *
         * @throws Throwable if it does not hold
         */
        void check() throws Throwable;
    }

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration INTERVAL = Duration.ofMillis(200);

    private Eventually() {}

    /**
     * Looks again and again until it holds.
     *
     * @param expectation what shall hold in the end
     */
    public static void eventually(Expectation expectation) {
        ThrowingRunnable assertion = expectation::check;
        Awaitility.await().atMost(LIMIT).pollInterval(INTERVAL).untilAsserted(assertion);
    }
}
