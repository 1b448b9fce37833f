package org.letterlock.intake.core.internal;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.UUIDClock;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import org.letterlock.mail.api.MessageId;

/** Makes message ids that grow, also while the clock stands or is set back. Thread-safe. */
final class MessageIds {

    private final TimeBasedEpochGenerator generator;

    MessageIds(Clock clock) {
        generator = Generators.timeBasedEpochGenerator(new SecureRandom(), new ForwardClock(clock));
    }

    MessageId next() {
        return new MessageId(generator.generate());
    }

    /** The generator counts on within a millisecond, but would follow a clock that is set back. */
    private static final class ForwardClock extends UUIDClock {

        private final Clock clock;
        private final AtomicLong latest = new AtomicLong();

        ForwardClock(Clock clock) {
            this.clock = clock;
        }

        @Override
        public long currentTimeMillis() {
            return latest.accumulateAndGet(clock.millis(), Math::max);
        }
    }
}
