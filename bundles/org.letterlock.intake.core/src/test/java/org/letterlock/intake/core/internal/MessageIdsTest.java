package org.letterlock.intake.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;
import org.letterlock.mail.api.MessageId;

public class MessageIdsTest {

    private final AtomicLong millis = new AtomicLong(1_700_000_000_000L);
    private final MessageIds ids = new MessageIds(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis.get());
        }
    });

    @Test
    public void idShouldCarryTheTimeAsVersionSeven() {
        MessageId id = ids.next();
        assertThat(id.value().version()).isEqualTo(7);
        assertThat(id.value().variant()).isEqualTo(2);
        assertThat(id.value().getMostSignificantBits() >>> 16).isEqualTo(millis.get());
    }

    @Test
    public void idsShouldGrowWhileTheClockStandsAndWhenItIsSetBack() {
        MessageId before = ids.next();
        for (int i = 0; i < 10_000; i++) {
            if (i == 5_000) {
                millis.addAndGet(-3_600_000);
            }
            MessageId next = ids.next();
            assertThat(next).isGreaterThan(before);
            before = next;
        }
    }
}
