package org.letterlock.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.Test;

public class LoginThrottleTest {

    private static final InetAddress ARCHIVER = address("192.0.2.1");
    private static final InetAddress ATTACKER = address("192.0.2.66");
    private static final String ACCOUNT = "account 1";
    private static final String OTHER = "account 2";

    private long now = -5;
    private final LoginThrottle throttle = new LoginThrottle(Duration.ofSeconds(10), Duration.ofMinutes(15), () -> now);

    @Test
    public void delayShouldGrowToItsLimitWhenLoginsFailFromOneAddress() {
        assertThat(fail(ATTACKER, ACCOUNT)).isZero();
        assertThat(fail(ATTACKER, OTHER)).isEqualTo(1);
        assertThat(fail(ATTACKER, null)).isEqualTo(2);
        assertThat(fail(ATTACKER, ACCOUNT)).isEqualTo(4);
        assertThat(fail(ATTACKER, ACCOUNT)).isEqualTo(8);
        for (int i = 0; i < 100; i++) {
            assertThat(fail(ATTACKER, ACCOUNT)).isEqualTo(10);
        }
    }

    @Test
    public void delayShouldGrowWhenLoginsFailForOneAccountFromManyAddresses() {
        assertThat(fail(address("198.51.100.1"), ACCOUNT)).isZero();
        assertThat(fail(address("198.51.100.2"), ACCOUNT)).isEqualTo(1);
        assertThat(fail(address("198.51.100.3"), ACCOUNT)).isEqualTo(2);
        assertThat(fail(address("198.51.100.4"), OTHER)).isZero();
    }

    @Test
    public void addressShouldNotBeSlowedByOthersWhenItsLastLoginSucceeded() {
        begin(ARCHIVER, ACCOUNT).succeeded();
        for (int i = 0; i < 10; i++) {
            fail(ATTACKER, ACCOUNT);
        }
        assertThat(delay(begin(ARCHIVER, ACCOUNT))).isZero();
        // Nor by its own failures for other accountes.
        fail(ARCHIVER, OTHER);
        assertThat(delay(begin(ARCHIVER, ACCOUNT))).isZero();
        assertThat(fail(ARCHIVER, ACCOUNT)).isZero();
        assertThat(delay(begin(ARCHIVER, ACCOUNT))).isEqualTo(10);
    }

    @Test
    public void guessesSideBySideShouldSlowEachOtherDown() {
        assertThat(delay(begin(ATTACKER, ACCOUNT))).isZero();
        assertThat(delay(begin(ATTACKER, ACCOUNT))).isEqualTo(1);
        assertThat(delay(begin(ATTACKER, ACCOUNT))).isEqualTo(2);
    }

    @Test
    public void nothingShouldBeCountedWhenNoPasswordWasLookedAt() {
        for (int i = 0; i < 5; i++) {
            LoginThrottle.Attempt attempt = begin(ARCHIVER, ACCOUNT);
            assertThat(delay(attempt)).isZero();
            attempt.undecided();
        }
    }

    @Test
    public void failuresShouldBeForgottenWithTime() {
        fail(ATTACKER, ACCOUNT);
        now += TimeUnit.MINUTES.toNanos(15) - 1;
        assertThat(fail(ATTACKER, ACCOUNT)).isEqualTo(1);
        now += TimeUnit.MINUTES.toNanos(15);
        assertThat(fail(ATTACKER, ACCOUNT)).isZero();
    }

    @Test
    public void addressesOfOneNetworkShouldCountTogetherWhenTheyAreIpv6() {
        fail(address("2001:db8::1"), ACCOUNT);
        assertThat(fail(address("2001:db8::2"), OTHER)).isEqualTo(1);
        assertThat(fail(address("2001:db8:0:1::1"), "account 3")).isZero();
    }

    @Test
    public void oldestShouldBeForgottenWhenThereAreTooMany() throws UnknownHostException {
        fail(ATTACKER, ACCOUNT);
        for (int i = 0; i < LoginThrottle.MAX_ENTRIES; i++) {
            fail(InetAddress.getByAddress(new byte[] {10, 0, (byte) (i >> 8), (byte) i}), "account 9." + i);
        }
        assertThat(fail(ATTACKER, ACCOUNT)).isZero();
    }

    @Test
    public void delayShouldBeginWithTheLastFailureWhenLoginsAreTurnedAway() {
        fail(ATTACKER, ACCOUNT);
        fail(ATTACKER, ACCOUNT);
        assertThat(turnedAwayFor(ATTACKER, OTHER)).isEqualTo(TimeUnit.SECONDS.toNanos(2));
        assertThat(turnedAwayFor(address("198.51.100.1"), ACCOUNT)).isEqualTo(TimeUnit.SECONDS.toNanos(2));
        now += TimeUnit.SECONDS.toNanos(2) - 1;
        assertThat(turnedAwayFor(ATTACKER, OTHER)).isEqualTo(1);
        now += 1;
        assertThat(turnedAwayFor(ATTACKER, OTHER)).isZero();
        // Those that were turned away cost nothing.
        fail(ATTACKER, ACCOUNT);
        assertThat(turnedAwayFor(ATTACKER, ACCOUNT)).isEqualTo(TimeUnit.SECONDS.toNanos(4));
    }

    @Test
    public void guessesSideBySideShouldBeTurnedAwayWhenOneHasFailed() {
        LoginThrottle.Attempt first = begin(ATTACKER, ACCOUNT);
        assertThat(turnedAwayFor(ATTACKER, ACCOUNT)).isZero();
        first.denied();
        now += TimeUnit.SECONDS.toNanos(1);
        LoginThrottle.Attempt second = begin(ATTACKER, ACCOUNT);
        assertThat(second.remainingNanos()).isZero();
        assertThat(turnedAwayFor(ATTACKER, ACCOUNT)).isEqualTo(TimeUnit.SECONDS.toNanos(2));
        second.succeeded();
        assertThat(turnedAwayFor(ATTACKER, ACCOUNT)).isZero();
    }

    private long turnedAwayFor(InetAddress address, @Nullable String account) {
        LoginThrottle.Attempt attempt = begin(address, account);
        attempt.undecided();
        return attempt.remainingNanos();
    }

    private LoginThrottle.Attempt begin(InetAddress address, @Nullable String account) {
        return throttle.begin(address, account);
    }

    private static long delay(LoginThrottle.Attempt attempt) {
        return TimeUnit.NANOSECONDS.toSeconds(attempt.delayNanos());
    }

    /** A failed login; says how many seconds it had to wait. */
    private long fail(InetAddress address, @Nullable String account) {
        LoginThrottle.Attempt attempt = begin(address, account);
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
