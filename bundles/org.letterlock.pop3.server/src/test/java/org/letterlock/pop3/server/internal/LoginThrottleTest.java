package org.letterlock.pop3.server.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.Test;
import org.letterlock.mail.api.MailboxId;

public class LoginThrottleTest {

    private static final InetAddress ARCHIVER = address("192.0.2.1");
    private static final InetAddress ATTACKER = address("192.0.2.66");
    private static final String MAILBOX = new MailboxId(1, 1).toString();
    private static final String OTHER = new MailboxId(2, 2).toString();

    private long now = -5;
    private final LoginThrottle throttle = new LoginThrottle(Duration.ofSeconds(10), Duration.ofMinutes(15), () -> now);

    @Test
    public void delayShouldGrowToItsLimitWhenLoginsFailFromOneAddress() {
        assertThat(fail(ATTACKER, MAILBOX)).isZero();
        assertThat(fail(ATTACKER, OTHER)).isEqualTo(1);
        assertThat(fail(ATTACKER, "no mailbox")).isEqualTo(2);
        assertThat(fail(ATTACKER, MAILBOX)).isEqualTo(4);
        assertThat(fail(ATTACKER, MAILBOX)).isEqualTo(8);
        for (int i = 0; i < 100; i++) {
            assertThat(fail(ATTACKER, MAILBOX)).isEqualTo(10);
        }
    }

    @Test
    public void delayShouldGrowWhenLoginsFailForOneMailboxFromManyAddresses() {
        assertThat(fail(address("198.51.100.1"), MAILBOX)).isZero();
        assertThat(fail(address("198.51.100.2"), MAILBOX + "@anywhere.example")).isEqualTo(1);
        assertThat(fail(address("198.51.100.3"), MAILBOX.toUpperCase(Locale.ROOT)))
                .isEqualTo(2);
        assertThat(fail(address("198.51.100.4"), OTHER)).isZero();
    }

    @Test
    public void addressShouldNotBeSlowedByOthersWhenItsLastLoginSucceeded() {
        begin(ARCHIVER, MAILBOX).succeeded();
        for (int i = 0; i < 10; i++) {
            fail(ATTACKER, MAILBOX);
        }
        assertThat(delay(begin(ARCHIVER, MAILBOX))).isZero();
        // Nor by its own failures for other mailboxes.
        fail(ARCHIVER, OTHER);
        assertThat(delay(begin(ARCHIVER, MAILBOX))).isZero();
        assertThat(fail(ARCHIVER, MAILBOX)).isZero();
        assertThat(delay(begin(ARCHIVER, MAILBOX))).isEqualTo(10);
    }

    @Test
    public void guessesSideBySideShouldSlowEachOtherDown() {
        assertThat(delay(begin(ATTACKER, MAILBOX))).isZero();
        assertThat(delay(begin(ATTACKER, MAILBOX))).isEqualTo(1);
        assertThat(delay(begin(ATTACKER, MAILBOX))).isEqualTo(2);
    }

    @Test
    public void nothingShouldBeCountedWhenNoPasswordWasLookedAt() {
        for (int i = 0; i < 5; i++) {
            LoginThrottle.Attempt attempt = begin(ARCHIVER, MAILBOX);
            assertThat(delay(attempt)).isZero();
            attempt.undecided();
        }
    }

    @Test
    public void failuresShouldBeForgottenWithTime() {
        fail(ATTACKER, MAILBOX);
        now += TimeUnit.MINUTES.toNanos(15) - 1;
        assertThat(fail(ATTACKER, MAILBOX)).isEqualTo(1);
        now += TimeUnit.MINUTES.toNanos(15);
        assertThat(fail(ATTACKER, MAILBOX)).isZero();
    }

    @Test
    public void addressesOfOneNetworkShouldCountTogetherWhenTheyAreIpv6() {
        fail(address("2001:db8::1"), MAILBOX);
        assertThat(fail(address("2001:db8::2"), OTHER)).isEqualTo(1);
        assertThat(fail(address("2001:db8:0:1::1"), new MailboxId(3, 3).toString()))
                .isZero();
    }

    @Test
    public void oldestShouldBeForgottenWhenThereAreTooMany() throws UnknownHostException {
        fail(ATTACKER, MAILBOX);
        for (int i = 0; i < LoginThrottle.MAX_ENTRIES; i++) {
            fail(
                    InetAddress.getByAddress(new byte[] {10, 0, (byte) (i >> 8), (byte) i}),
                    new MailboxId(9, i).toString());
        }
        assertThat(fail(ATTACKER, MAILBOX)).isZero();
    }

    private LoginThrottle.Attempt begin(InetAddress address, String user) {
        return throttle.begin(address, user);
    }

    private static long delay(LoginThrottle.Attempt attempt) {
        return TimeUnit.NANOSECONDS.toSeconds(attempt.delayNanos());
    }

    /** A failed login; says how many seconds it had to wait. */
    private long fail(InetAddress address, String user) {
        LoginThrottle.Attempt attempt = begin(address, user);
        attempt.denied();
        return delay(attempt);
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
