package org.letterlock.audit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.spi.api.LoginFailed;
import org.letterlock.spi.api.LoginSucceeded;
import org.letterlock.spi.api.Role;

public class PickupLoginsTest {

    private static final MailboxId ONE = new MailboxId(0, 1);
    private static final MailboxId TWO = new MailboxId(0, 2);

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private TestTrail test;
    private PickupLogins logins;

    @Before
    public void open() {
        test = new TestTrail(temp.getRoot().toPath());
        logins = new PickupLogins(test.trail, test);
    }

    @After
    public void close() {
        test.trail.stop();
    }

    @Test
    public void loginsShouldBeAnEntryAtOnceAndTheirLikesOneAnHour() throws Exception {
        for (int i = 0; i < 60; i++) {
            succeed(ONE, "192.0.2.7", Role.PICKUP);
            succeed(TWO, "192.0.2.7", Role.PICKUP);
            pass(Duration.ofMinutes(1));
        }
        String start = "user=" + ONE + " door=pop3 from=192.0.2.7 act=login mailbox=" + ONE;
        assertThat(test.lines)
                .hasSize(4)
                .contains(start + " outcome=done", start + " times=59 outcome=done")
                .filteredOn(line -> line.contains(TWO.toString()))
                .hasSize(2);
        pass(Duration.ofHours(1));
        succeed(ONE, "192.0.2.7", Role.PICKUP);
        assertThat(test.lines).hasSize(5);
    }

    @Test
    public void failedLoginsFromOneAddressShouldBeOneEntryAMinute() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            fail(new MailboxId(1, i), "203.0.113.9", LoginFailed.Reason.DENIED);
        }
        assertThat(test.lines).hasSize(1);
        pass(Duration.ofMinutes(1));
        assertThat(test.lines)
                .containsExactly(
                        "user=" + new MailboxId(1, 0) + " door=pop3 from=203.0.113.9 act=login mailbox="
                                + new MailboxId(1, 0) + " outcome=refused reason=denied",
                        "user=- door=pop3 from=203.0.113.9 act=login times=999 outcome=refused reason=denied");
        for (int i = 0; i < 10; i++) {
            fail(ONE, "203.0.113.9", LoginFailed.Reason.DENIED);
        }
        assertThat(test.lines).as("whoever goes on is counted on").hasSize(2);
        pass(Duration.ofMinutes(1));
        assertThat(test.lines).hasSize(3);
    }

    @Test
    public void failedLoginsFromManyAddressesShouldBeBounded() throws Exception {
        for (int i = 0; i < 5_000; i++) {
            fail(null, "10.0." + i / 256 + "." + i % 256, LoginFailed.Reason.DENIED);
        }
        pass(Duration.ofMinutes(1));
        assertThat(test.lines)
                .hasSize(LoginFold.MAX_FAILING + 2)
                .contains("user=- door=pop3 from=- act=login times=4899 outcome=refused reason=denied");
    }

    @Test
    public void failureOfTheGatewayShouldBeOne() throws Exception {
        fail(ONE, "192.0.2.7", LoginFailed.Reason.UNAVAILABLE);
        assertThat(test.lines).singleElement().asString().endsWith("outcome=failed reason=unavailable");
    }

    @Test
    public void loginsByTheProxiesShouldLeaveNone() throws Exception {
        succeed(ONE, "192.0.2.7", Role.POP3_PROXY);
        assertThat(test.lines).isEmpty();
    }

    @Test
    public void whatIsCountedShouldNotBeLostAtTheEnd() throws Exception {
        succeed(ONE, "192.0.2.7", Role.PICKUP);
        succeed(ONE, "192.0.2.7", Role.PICKUP);
        succeed(ONE, "192.0.2.7", Role.PICKUP);
        logins.stop();
        assertThat(test.lines).hasSize(2).last().asString().contains("times=2");
        assertThat(test.trail.verifyAudit().faults()).isEmpty();
    }

    private void succeed(MailboxId mailbox, String from, Role role) throws UnknownHostException {
        logins.on(new LoginSucceeded(test.now, role, "pop3s", mailbox, Duration.ZERO, peer(from)));
    }

    private void fail(@Nullable MailboxId mailbox, String from, LoginFailed.Reason reason) throws UnknownHostException {
        logins.on(new LoginFailed(test.now, Role.PICKUP, "pop3s", mailbox, reason, Duration.ZERO, peer(from)));
    }

    private static InetSocketAddress peer(String address) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(address), 4711);
    }

    private void pass(Duration duration) {
        test.now = test.now.plus(duration);
        logins.look();
    }
}
