package org.letterlock.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;
import org.junit.Test;
import org.letterlock.admin.api.Traffic;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.spi.api.MailAccepted;
import org.letterlock.spi.api.PickupFinished;
import org.letterlock.spi.api.Role;

public class TrafficByHourTest {

    private static final Instant START = Instant.parse("2026-01-31T09:59:59Z");
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 25);
    private static final MailboxId MAILBOX = new MailboxId(1, 2);

    private Instant now = START;

    private final TrafficByHour traffic = new TrafficByHour(new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    });

    @Test
    public void mailsShouldCountInTheirHourAndInTheTotal() {
        accept(START, Role.JOURNAL, 100);
        now = START.plusSeconds(1);
        accept(now, Role.SMTP_PROXY, 7);
        traffic.on(new PickupFinished(now, "pop3s", MAILBOX, 3, 2, 500, Duration.ofSeconds(1), PEER));

        Traffic found = traffic.traffic();
        assertThat(found.hours()).hasSize(48);
        assertThat(found.hours().get(46))
                .isEqualTo(new Traffic.Hour(Instant.parse("2026-01-31T09:00:00Z"), 1, 0, 100, 0, 0));
        assertThat(found.hours().get(47))
                .isEqualTo(new Traffic.Hour(Instant.parse("2026-01-31T10:00:00Z"), 0, 1, 7, 2, 0));
        assertThat(found.since()).isEqualTo(START);
        assertThat(found.received()).isEqualTo(1);
        assertThat(found.proxied()).isEqualTo(1);
        assertThat(found.octets()).isEqualTo(107);
        assertThat(found.pickedUp()).isEqualTo(2);
    }

    @Test
    public void hoursShouldBeForgottenAfterTwoDaysAndTheTotalNot() {
        accept(START, Role.JOURNAL, 100);
        now = START.plus(Duration.ofDays(2));
        accept(now, Role.JOURNAL, 5);
        // It comes late, and its place belongs to a later hour.
        accept(START, Role.JOURNAL, 1);

        assertThat(traffic.traffic().hours().subList(0, 47)).allMatch(hour -> hour.received() == 0);
        assertThat(traffic.traffic().hours().get(47).octets()).isEqualTo(5);
        assertThat(traffic.traffic().octets()).isEqualTo(106);
    }

    private void accept(Instant time, Role role, long octets) {
        traffic.on(new MailAccepted(
                time,
                role,
                "smtp",
                new MessageId(new UUID(1, 2)),
                Set.of(MAILBOX),
                octets,
                Duration.ofMillis(1),
                PEER));
    }
}
