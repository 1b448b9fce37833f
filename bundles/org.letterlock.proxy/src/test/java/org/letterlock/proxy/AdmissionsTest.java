package org.letterlock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.Test;
import org.letterlock.intake.api.Intake;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mailbox.api.MailboxService;
import org.letterlock.mailbox.api.ProxyAccess;
import org.letterlock.mailbox.api.ProxyRules;
import org.letterlock.protocol.proxy.CopyPolicy;
import org.letterlock.spi.api.GatewayEvents;
import org.letterlock.testkit.transport.LoopbackConnector;
import org.letterlock.transport.api.Connector;

public class AdmissionsTest implements ProxyServices {

    private static final String MAILBOX = new MailboxId(1, 2).toString();

    private final Admissions admissions = new Admissions(
            this,
            new LoginSettings('%', Duration.ofSeconds(10), Duration.ofMinutes(15), 3, 2, Duration.ofSeconds(5)),
            () -> 0);
    private ProxyAccess access = new ProxyAccess(true, ProxyRules.DEFAULT);
    private boolean mailboxesAway;

    @Override
    public Connector connector() {
        return new LoopbackConnector();
    }

    @Override
    public @Nullable Intake intake() {
        return null;
    }

    @Override
    public @Nullable MailboxService mailboxes() {
        return mailboxesAway
                ? null
                : (MailboxService) Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {MailboxService.class},
                        (proxy, method, args) -> Optional.of(access));
    }

    private Admission begin(String address, String user) {
        try {
            return admissions.begin(InetAddress.getByName(address), user + "%srv.example%" + MAILBOX);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private Route admitted(String address, String user) {
        Admission admission = begin(address, user);
        Decision decision = admission.decide();
        admission.undecided();
        assertThat(decision).isInstanceOf(Decision.Admitted.class);
        return ((Decision.Admitted) decision).route();
    }

    @Test
    public void policyShouldBeTheMailboxes() {
        assertThat(admitted("192.0.2.1", "a").policy()).isEqualTo(CopyPolicy.FAIL_CLOSED);
        access = new ProxyAccess(true, new ProxyRules(true, List.of(), true, false, false));
        assertThat(admitted("192.0.2.1", "a").policy()).isEqualTo(CopyPolicy.FAIL_OPEN);
        access = new ProxyAccess(false, new ProxyRules(true, List.of(), true, false, true));
        assertThat(admitted("192.0.2.1", "a").policy()).isEqualTo(CopyPolicy.NO_COPIES);
    }

    @Test
    public void loginsUnderWayShouldBeLimitedPerAddressAndInAll() {
        Decision tooMany = new Decision.Refused(Decision.Reason.TOO_MANY);
        Admission first = begin("2001:db8::1", "a");
        begin("2001:db8::2", "b");
        assertThat(begin("2001:db8::3", "c").decide()).isEqualTo(tooMany);
        begin("192.0.2.1", "d");
        assertThat(begin("192.0.2.2", "e").decide()).isEqualTo(tooMany);
        first.denied();
        first.undecided();
        begin("192.0.2.2", "e");
        assertThat(begin("192.0.2.3", "f").decide()).isEqualTo(tooMany);
    }

    @Test
    public void failuresShouldSlowOneUserOfOneServerDownAndNobodyElse() {
        begin("192.0.2.1", "a").denied();
        Admission second = begin("192.0.2.2", "A");
        assertThat(second.decide()).isInstanceOf(Decision.Waiting.class);
        assertThat(second.decide(7)).isInstanceOf(Decision.Waiting.class);
        assertThat(second.decide(7 + TimeUnit.SECONDS.toNanos(1))).isInstanceOf(Decision.Admitted.class);
        admitted("192.0.2.3", "b");
    }

    @Test
    public void userShouldNotBeSlowedWhereTheLastLoginSucceeded() {
        begin("192.0.2.1", "a").succeeded();
        for (int i = 0; i < 9; i++) {
            begin("192.0.2.2", "a").denied();
        }
        admitted("192.0.2.1", "a");
    }

    @Test
    public void serviceShouldBeWaitedForBehindTheDelay() {
        begin("192.0.2.1", "a").denied();
        mailboxesAway = true;
        Admission waiting = begin("192.0.2.1", "a");
        assertThat(waiting.decide(0)).isInstanceOf(Decision.Waiting.class);
        assertThat(waiting.decide(TimeUnit.SECONDS.toNanos(6) - 1)).isInstanceOf(Decision.Waiting.class);
        assertThat(waiting.decide(TimeUnit.SECONDS.toNanos(6))).isEqualTo(new Decision.Refused(Decision.Reason.AWAY));
        mailboxesAway = false;
        assertThat(waiting.decide(TimeUnit.SECONDS.toNanos(7))).isEqualTo(new Decision.Refused(Decision.Reason.AWAY));
    }

    @Override
    public @Nullable GatewayEvents events() {
        return null;
    }
}
