package org.letterlock.smtp.proxy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.Test;
import org.letterlock.intake.api.IntakeException;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mailbox.api.ProxyAccess;
import org.letterlock.mailbox.api.ProxyRules;
import org.letterlock.protocol.smtp.SmtpReply;
import org.letterlock.spi.api.GatewayEvent;
import org.letterlock.spi.api.LoginFailed;
import org.letterlock.spi.api.LoginSucceeded;
import org.letterlock.spi.api.MailAccepted;
import org.letterlock.spi.api.MailFailed;
import org.letterlock.spi.api.MailRelayed;
import org.letterlock.spi.api.Role;
import org.letterlock.transport.api.OutboundFailure.Reason;

/** What listeners of the gateway's events are told. */
public class ToldTest {

    private static final String USER = "anna@srv.example%srv.example%" + Session.BOX;

    private final Session session = new Session();

    @Test
    public void mailThatIsSentShouldBeToldWithItsCopy() {
        session.logIn();
        assertThat(session.told).singleElement().isInstanceOfSatisfying(LoginSucceeded.class, login -> {
            assertThat(login.role()).isEqualTo(Role.SMTP_PROXY);
            assertThat(login.listener()).isEqualTo("test");
            assertThat(login.mailbox()).isEqualTo(Session.BOX);
            assertThat(login.peer()).isEqualTo(session.client().remoteAddress());
        });
        session.told.clear();
        session.beginMail();
        session.say("x\r\n.\r\n");

        assertThat(session.told).hasSize(2);
        assertThat(session.told.get(0)).isEqualTo(relayed(MailRelayed.Outcome.SENT, true));
        MailAccepted accepted = (MailAccepted) session.told.get(1);
        assertThat(accepted.role()).isEqualTo(Role.SMTP_PROXY);
        assertThat(accepted.message()).isEqualTo(session.intake.begun.get(0).id());
        assertThat(accepted.mailboxes()).containsExactly(Session.BOX);
        assertThat(accepted.octets()).isEqualTo(3);
        assertThat(accepted.commitLatency()).isGreaterThanOrEqualTo(Duration.ZERO);
    }

    @Test
    public void mailThatIsRejectedShouldBeAcceptedOnlyIfItsCopyIsKept() {
        session.server.taken = SmtpReply.of(554, "5.7.1 Spam");
        session.logIn();
        session.beginMail();
        session.say("x\r\n.\r\n");
        assertThat(mails(session)).containsExactly(relayed(MailRelayed.Outcome.REJECTED, false));

        Session keeping = new Session();
        keeping.rules(false, true);
        keeping.server.taken = SmtpReply.of(554, "5.7.1 Spam");
        keeping.logIn();
        keeping.beginMail();
        keeping.say("x\r\n.\r\n");
        assertThat(mails(keeping)).hasAtLeastOneElementOfType(MailAccepted.class);
    }

    @Test
    public void mailWithoutAReplyShouldBeUncertainAndAccepted() {
        session.server.taken = null;
        session.logIn();
        session.beginMail();
        session.say("x\r\n.\r\n");

        assertThat(mails(session).get(0)).isEqualTo(relayed(MailRelayed.Outcome.UNCERTAIN, true));
        assertThat(mails(session)).hasSize(2).last().isInstanceOf(MailAccepted.class);
    }

    @Test
    public void copyThatFailsShouldBeToldWithItsReasonAndTheMailIfItPasses() {
        session.rules(true, false);
        session.intake.durable = CompletableFuture.failedFuture(
                new IntakeException(IntakeException.Reason.DISK_LOW, "on purpose", null));
        session.logIn();
        session.beginMail();
        session.say("x\r\n.\r\n");

        assertThat(mails(session)).hasSize(2);
        assertThat(mails(session).get(0)).isInstanceOfSatisfying(MailFailed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(MailFailed.Reason.DISK_LOW);
            assertThat(failed.mailboxes()).isEqualTo(Set.of(Session.BOX));
        });
        assertThat(mails(session).get(1)).isEqualTo(relayed(MailRelayed.Outcome.SENT, false));
    }

    @Test
    public void loginThatFailsShouldBeToldWithItsReason() {
        assertThat(reasonOf("anna", new Session())).isEqualTo("NO_ROUTE null");
        MailboxId other = new MailboxId(7, 2);
        assertThat(reasonOf("anna%srv.example%" + other, new Session())).isEqualTo("NO_MAILBOX " + other);
        Session denied = new Session();
        denied.server.login = SmtpReply.of(535, "5.7.8 Wrong");
        assertThat(reasonOf(USER, denied)).isEqualTo("DENIED " + Session.BOX);
        Session later = new Session();
        later.server.login = SmtpReply.of(454, "4.7.0 Later");
        assertThat(reasonOf(USER, later)).isEqualTo("SERVER " + Session.BOX);
        Session unreachable = new Session();
        unreachable.connector.fail(Reason.CERTIFICATE, "srv.example: certificate is for another name");
        assertThat(reasonOf(USER, unreachable)).isEqualTo("SERVER " + Session.BOX);
        Session suspended = new Session();
        suspended.access = new ProxyAccess(true, ProxyRules.DEFAULT);
        suspended.mailboxesAway = true;
        suspended.logIn(USER);
        suspended.tick(0);
        suspended.tick(10);
        assertThat(suspended.told)
                .singleElement()
                .extracting(event -> ((LoginFailed) event).reason())
                .isEqualTo(LoginFailed.Reason.UNAVAILABLE);
    }

    private static String reasonOf(String userName, Session with) {
        with.logIn(userName);
        LoginFailed failed = (LoginFailed) with.told.get(0);
        assertThat(with.told).hasSize(1);
        assertThat(failed.role()).isEqualTo(Role.SMTP_PROXY);
        return failed.reason() + " " + failed.mailbox();
    }

    private MailRelayed relayed(MailRelayed.Outcome outcome, boolean copied) {
        MailRelayed told = session.told.stream()
                .filter(MailRelayed.class::isInstance)
                .map(MailRelayed.class::cast)
                .findFirst()
                .orElseThrow();
        return new MailRelayed(
                told.time(),
                Role.SMTP_PROXY,
                "test",
                Session.BOX,
                outcome,
                copied,
                3,
                session.client().remoteAddress());
    }

    private static List<GatewayEvent> mails(Session of) {
        return of.told.stream()
                .filter(event -> !(event instanceof LoginSucceeded))
                .toList();
    }
}
