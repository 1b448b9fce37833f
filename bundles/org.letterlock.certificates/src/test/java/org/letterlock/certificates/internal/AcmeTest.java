package org.letterlock.certificates.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.letterlock.certificates.api.AcmeState;
import org.letterlock.certificates.api.CertificateManagerException;
import org.letterlock.certificates.api.CertificateManagerException.Reason;
import org.letterlock.certificates.api.ServerCertificate.Source;
import org.letterlock.settings.SettingException;

public class AcmeTest {

    private static final String DIRECTORY = "https://acme.example.com/directory";

    @Rule
    public final Gateway gateway = new Gateway();

    private FakeAuthority authority;
    private HttpChallenges challenges;

    @Before
    public void setUp() {
        authority = new FakeAuthority(gateway.clock);
        challenges = new HttpChallenges(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @After
    public void tearDown() {
        challenges.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("letterlock-acme"));
    }

    private AcmeSettings settings(Map<String, Object> changes) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "dataDirectory", gateway.data().toString(),
                "port", "5002",
                "bindAddress", "127.0.0.1",
                "directory", DIRECTORY,
                "names", "Mail.Example.com",
                "termsAgreed", "true"));
        properties.putAll(changes);
        return AcmeSettings.of(properties);
    }

    private AcmeRenewal renewal(Map<String, Object> changes) {
        return new AcmeRenewal(
                settings(changes), gateway.clock, authority, challenges, new AcmeSchedule(new Random(7)));
    }

    private void advanceTo(@Nullable Instant time) {
        assertThat(time).isNotNull();
        gateway.clock.advance(Duration.between(gateway.clock.instant(), time));
    }

    @Test
    public void firstCertificateShouldBeOrderedAtOnceAndServed() throws Exception {
        Certificates certificates = gateway.start(Map.of());
        AcmeRenewal renewal = renewal(Map.of());
        Instant began = gateway.clock.instant();

        Instant next = renewal.step();

        assertThat(authority.orders).containsExactly(List.of("mail.example.com"));
        await().until(() -> gateway.manager().inForce().source() == Source.ACME);
        assertThat(gateway.manager().inForce().names()).containsExactly("mail.example.com");
        assertThat(gateway.manager().inForce().chain()).hasSize(2);
        assertThat(certificates.status().own()).isFalse();
        assertThat(renewal.state())
                .isEqualTo(new AcmeState(true, DIRECTORY, List.of("mail.example.com"), began, null, next));
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(gateway.tls().resolve("acme/certificate.pem"))))
                .isEqualTo("rw-------");
    }

    @Test
    public void certificateShouldBeRenewedWhenAThirdOfItsLifeIsLeft() throws Exception {
        AcmeRenewal renewal = renewal(Map.of());
        Instant next = renewal.step();
        // the fake backdates by 100 days
        Instant end = gateway.clock.instant().plus(FakeAuthority.LIFE);
        Duration life = FakeAuthority.LIFE.plusDays(100);
        assertThat(Duration.between(next, end).toHours())
                .isBetween(
                        life.dividedBy(3).toHours() - 1,
                        life.dividedBy(3).plus(life.dividedBy(20)).toHours() + 1);

        advanceTo(next.minusSeconds(1));
        renewal.step();
        assertThat(authority.orders).hasSize(1);
        advanceTo(next);
        renewal.step();
        assertThat(authority.orders).hasSize(2);
    }

    @Test
    public void certificateShouldBeKeptOverARestart() throws Exception {
        Instant next = renewal(Map.of()).step();
        AcmeRenewal again = renewal(Map.of());
        assertThat(again.step()).isEqualTo(next);
        assertThat(authority.orders).hasSize(1);
        assertThat(again.state().lastAttempt()).isNotNull();
    }

    @Test
    public void otherNamesOrAnotherAuthorityShouldGetAnotherCertificate() throws Exception {
        renewal(Map.of()).step();
        renewal(Map.of("names", "pop.example.com")).step();
        assertThat(authority.orders).containsExactly(List.of("mail.example.com"), List.of("pop.example.com"));
        renewal(Map.of("names", "pop.example.com", "directory", "https://other.example.com/"))
                .step();
        assertThat(authority.orders).hasSize(3);
        renewal(Map.of("names", "pop.example.com", "directory", "https://other.example.com/", "contact", "a@b.c"))
                .step();
        assertThat(authority.orders).as("the contact is not in the certificate").hasSize(3);
    }

    @Test
    public void failureShouldBeSaidOnceAndTriedAgainLaterAndLater() throws Exception {
        gateway.start(Map.of());
        renewal(Map.of()).step();
        await().until(() -> gateway.manager().inForce().source() == Source.ACME);
        String kept = Files.readString(gateway.tls().resolve("acme/certificate.pem"));
        gateway.clock.advance(Duration.ofDays(89));
        authority.failure = new AcmeFailedException("no\r\n  luck", null);
        AcmeRenewal renewal = renewal(Map.of());

        List<String> errors = LogCapture.errorsOf(() -> {
            Duration before = Duration.ZERO;
            for (int i = 0; i < 7; i++) {
                Instant now = gateway.clock.instant();
                Duration wait = Duration.between(now, renewal.step());
                assertThat(wait).isGreaterThan(before);
                assertThat(wait).isBetween(Duration.ofMinutes(12), Duration.ofHours(20));
                before = wait;
                advanceTo(now.plus(wait));
            }
            for (int i = 0; i < 5; i++) {
                Instant now = gateway.clock.instant();
                assertThat(Duration.between(now, renewal.step())).isBetween(Duration.ofHours(19), Duration.ofHours(29));
                advanceTo(renewal.state().nextAttempt());
            }
        });

        assertThat(errors).hasSize(1);
        assertThat(errors.get(0)).contains("no certificate by ACME", "no luck");
        assertThat(renewal.state().lastError()).isEqualTo("no luck");
        assertThat(Files.readString(gateway.tls().resolve("acme/certificate.pem")))
                .isEqualTo(kept);
        assertThat(gateway.manager().inForce().source()).isEqualTo(Source.ACME);

        authority.failure = null;
        renewal.step();
        assertThat(renewal.state().lastError()).isNull();
    }

    @Test
    public void wishOfTheAuthorityShouldBeGrantedForAWeek() throws Exception {
        Instant now = gateway.clock.instant();
        authority.failure = new AcmeFailedException("rate limit", now.plus(Duration.ofDays(2)), null);
        assertThat(renewal(Map.of()).step()).isEqualTo(now.plus(Duration.ofDays(2)));
        authority.failure = new AcmeFailedException("rate limit", now.plus(Duration.ofDays(99)), null);
        assertThat(renewal(Map.of("contact", "a@b.c")).step()).isEqualTo(now.plus(Duration.ofDays(7)));
    }

    @Test
    public void restartsShouldNotAskAgainButOtherSettingsShould() throws Exception {
        authority.failure = new AcmeFailedException("no luck", null);
        Instant next = renewal(Map.of()).step();
        AcmeRenewal again = renewal(Map.of());
        assertThat(again.step()).isEqualTo(next);
        assertThat(again.state().lastError()).isEqualTo("no luck");
        assertThat(authority.orders).hasSize(1);

        renewal(Map.of("contact", "me@example.com")).step();
        assertThat(authority.orders).hasSize(2);
    }

    @Test
    public void attemptThatWasCutOffShouldCountAsFailed() throws Exception {
        authority.bug = new IllegalStateException("broken");
        AcmeRenewal renewal = renewal(Map.of());
        renewal.step();
        assertThat(renewal.state().lastError()).isEqualTo("unexpected: java.lang.IllegalStateException: broken");

        authority.stuck = true;
        advanceTo(renewal.state().nextAttempt());
        authority.asked.drainPermits();
        FutureTask<Instant> step = new FutureTask<>(renewal::step);
        Thread thread = new Thread(step, "test-acme");
        thread.start();
        authority.asked.acquire();
        thread.interrupt();
        assertThatThrownBy(step::get).hasCauseInstanceOf(InterruptedException.class);
        authority.stuck = false;
        AcmeRenewal again = renewal(Map.of());
        again.step();
        assertThat(authority.orders).hasSize(2);
        assertThat(again.state().lastError()).contains("stopped meanwhile");
    }

    @Test
    public void certificateThatCannotBeUsedShouldBeRefused() throws Exception {
        authority.otherName = "other.example.com";
        AcmeRenewal renewal = renewal(Map.of());
        renewal.step();
        assertThat(renewal.state().lastError()).contains("for other names");
        assertThat(gateway.tls().resolve("acme/certificate.pem")).doesNotExist();
    }

    @Test
    public void portInUseShouldBeSaidAndNothingAsked() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            challenges = new HttpChallenges((InetSocketAddress) taken.getLocalSocketAddress());
            AcmeRenewal renewal = renewal(Map.of());
            renewal.step();
            assertThat(renewal.state().lastError()).startsWith("port: ").contains("cannot be bound");
            assertThat(authority.orders).isEmpty();
        }
    }

    @Test
    public void componentShouldOrderOnItsOwnThreadAndEndInTime() throws Exception {
        gateway.start(Map.of());
        int port = freePort();
        Acme acme = new Acme(settings(Map.of("port", port)), gateway.clock, authority);
        try {
            await().until(() -> gateway.manager().inForce().source() == Source.ACME);
            await().until(() -> acme.state().lastAttempt() != null);
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            assertRefused(Reason.TOO_SOON, gateway.manager(acme)::renewNow);
            assertRefused(Reason.ACME_ON, gateway.manager(acme)::remove);

            gateway.clock.advance(Duration.ofMinutes(2));
            String before = gateway.manager().inForce().serial();
            gateway.manager(acme).renewNow();
            await().until(() -> !gateway.manager().inForce().serial().equals(before));
        } finally {
            acme.deactivate();
        }
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
                .isInstanceOf(IOException.class);
    }

    @Test
    public void componentShouldEndWhileTheAuthorityTakesItsTime() throws Exception {
        authority.stuck = true;
        Acme acme = new Acme(settings(Map.of("port", freePort())), gateway.clock, authority);
        authority.asked.acquire();
        acme.deactivate();
        // tearDown sees that its threads have ended
        assertThat(acme.state().enabled()).isTrue();
    }

    @Test
    public void switchedOffItShouldKeepItsCertificateUntilThatIsRemoved() throws Exception {
        gateway.start(Map.of());
        renewal(Map.of()).step();
        await().until(() -> gateway.manager().inForce().source() == Source.ACME);
        Acme acme = new Acme(settings(Map.of("port", "0")), gateway.clock, authority);
        assertThat(acme.state()).isEqualTo(new AcmeState(false, DIRECTORY, List.of(), null, null, null));
        assertRefused(Reason.ACME_OFF, gateway.manager(acme)::renewNow);
        assertRefused(Reason.ACME_OFF, gateway.manager()::renewNow);
        assertThat(gateway.manager().acme().lastError()).contains(Acme.PID);

        assertThat(gateway.manager(acme).remove().source()).isEqualTo(Source.OWN);
        acme.deactivate();
    }

    @Test
    public void badSettingShouldBeNamed() {
        assertInvalid("port", "70000", "is not a port");
        assertInvalid("port", "x", "is not a port");
        assertInvalid("bindAddress", "here", "is no IP address");
        assertInvalid("directory", "http://acme.example.com/", "is no https URL");
        assertInvalid("names", "", "holds 0 names");
        assertInvalid("names", "*.example.com", "is no host name");
        assertInvalid("names", "192.0.2.1", "is no host name");
        assertInvalid("contact", "me", "is not one mail address");
        assertInvalid("externalAccountId", "kid", "externalAccountKey: is not set");
        assertThatThrownBy(() -> settings(Map.of("externalAccountId", "kid", "externalAccountKey", "s p a c e")))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("externalAccountKey: is not a key")
                .hasMessageNotContaining("s p a c e");
        assertThat(settings(Map.of("port", "", "names", "192.0.2.1")).enabled())
                .as("what is off asks for no names")
                .isFalse();
    }

    private void assertInvalid(String key, String value, String message) {
        assertThatThrownBy(() -> settings(Map.of(key, value)))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("org.letterlock.certificates.acme: ")
                .hasMessageContaining(message);
    }

    private interface Act {
        void run() throws Exception;
    }

    private static void assertRefused(Reason reason, Act act) {
        CertificateManagerException e = catchThrowableOfType(CertificateManagerException.class, act::run);
        assertThat(e).isNotNull();
        assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
    }

    /** The setting has none for "any". */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
