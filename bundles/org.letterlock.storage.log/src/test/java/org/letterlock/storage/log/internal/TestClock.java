package org.letterlock.storage.log.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that a test moves. */
final class TestClock implements InstantSource {

    private volatile Instant now = Instant.ofEpochSecond(1_760_000_000);

    /** Called by the test's thread alone. */
    void advance(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
