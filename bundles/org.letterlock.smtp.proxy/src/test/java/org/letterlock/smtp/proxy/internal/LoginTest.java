package org.letterlock.smtp.proxy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.Test;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mailbox.api.ProxyAccess;
import org.letterlock.mailbox.api.ProxyRules;
import org.letterlock.protocol.smtp.SmtpReply;
import org.letterlock.testkit.transport.LoopbackConnection;
import org.letterlock.transport.api.OutboundFailure.Reason;

public class LoginTest {

    private static final String USER = "anna@srv.example%srv.example%" + Session.BOX;
    private static final char[] ERASED = new char[6];

    private final Session session = new Session();

    @Test
    public void loginShouldBeMadeAtTheServerThatTheNameLeadsTo() {
        assertThat(session.logIn(USER)).isEqualTo("235 2.7.0 Welcome\r\n");
        assertThat(session.connector.targets).containsExactly("srv.example:465 IMPLICIT");
        assertThat(session.server.user).isEqualTo("anna@srv.example s3cret");
        assertThat(session.server.read).startsWith("EHLO gw.example\r\n");
        assertThat(session.password).isEqualTo(ERASED);
        assertThat(session.client().isSuspended()).isFalse();
    }

    @Test
    public void loginShouldGoByStartTlsWhenNothingListensOnTheFirstPort() {
        session.connector.fail(Reason.CONNECT, "srv.example:465: refused");
        assertThat(session.logIn(USER)).isEqualTo("235 2.7.0 Welcome\r\n");
        assertThat(session.connector.targets).containsExactly("srv.example:465 IMPLICIT", "srv.example:587 UPGRADE");
        assertThat(session.server.read).containsSubsequence("STARTTLS\r\n", "EHLO", "AUTH PLAIN ");
        assertThat(session.server.user).isEqualTo("anna@srv.example s3cret");
    }

    @Test
    public void loginShouldTryTheSamePortAgainOnlyWhenTheServerGreetsInClear() {
        session.connector.fail(Reason.NOT_TLS, "srv.example:2525: no TLS");
        assertThat(session.logIn("anna%srv.example:2525%" + Session.BOX)).startsWith("235 ");
        assertThat(session.connector.targets).containsExactly("srv.example:2525 IMPLICIT", "srv.example:2525 UPGRADE");
        Session other = new Session();
        other.connector.fail(Reason.TIMEOUT, "srv.example:2525: time-out");
        assertThat(other.logIn("anna%srv.example:2525%" + Session.BOX))
                .isEqualTo("454 4.7.0 Server behind: srv.example:2525: time-out\r\n");
        assertThat(other.connector.targets).containsExactly("srv.example:2525 IMPLICIT");
    }

    @Test
    public void errorShouldNameEachWayWhenNoneLeadsThere() {
        session.connector.fail(Reason.CONNECT, "srv.example:465: refused");
        session.connector.fail(Reason.CONNECT, "srv.example:587: unreachable\r\n\u00e9");
        assertThat(session.logIn(USER))
                .isEqualTo("454 4.7.0 Server behind: srv.example:465: refused; srv.example:587: unreachable ?\r\n");
        assertThat(session.client().isClosed()).isTrue();
        assertThat(session.password).isEqualTo(ERASED);
    }

    @Test
    public void credentialsShouldNotBeSentWhenTheCertificateIsBad() {
        session.connector.fail(Reason.CERTIFICATE, "srv.example: certificate is for another name");
        assertThat(session.logIn(USER))
                .isEqualTo("454 4.7.0 Server behind: srv.example: certificate is for another name\r\n");
        assertThat(session.connector.targets).hasSize(1);
        assertThat(session.server.read).isEmpty();
        assertThat(session.password).isEqualTo(ERASED);
        assertThat(session.client().isClosed()).isTrue();
    }

    @Test
    public void clientShouldHearTheServersWordsWhenItRefusesTheLogin() {
        session.server.login = SmtpReply.of(535, "Wrong, anna");
        assertThat(session.logIn(USER)).isEqualTo("535 5.0.0 Wrong, anna\r\n");
        assertThat(session.password).isEqualTo(ERASED);
        assertThat(session.client().isClosed()).isTrue();
        assertThat(session.upstream().closed).isTrue();
    }

    @Test
    public void nobodyShouldBeCalledWhenTheMailboxTakesNoMail() {
        assertThat(session.logIn("anna%srv.example%" + new MailboxId(7, 2)))
                .startsWith("454 4.7.0 There is no such mailbox");
        assertThat(new Session().logIn("anna%srv.example%nonsense")).startsWith("454 4.7.0 There is no such mailbox");
        assertThat(session.connector.targets).isEmpty();
        assertThat(session.password).isEqualTo(ERASED);
        assertThat(session.client().isClosed()).isTrue();
    }

    @Test
    public void serverShouldBeOneThatTheMailboxAllows() {
        session.access = new ProxyAccess(true, new ProxyRules(true, List.of("*.example"), false, false, false));
        session.logIn();
        assertThat(session.connector.allowed()).containsExactly("*.example");
    }

    @Test
    public void nameShouldBeReadWithTheSecondSeparatorToo() {
        assertThat(session.logIn("anna#srv.example#" + Session.BOX)).startsWith("235 ");
        assertThat(session.server.user).isEqualTo("anna s3cret");
    }

    @Test
    public void loginShouldWaitBeforeTheServerIsCalledWhenOthersFailedBeforeIt() {
        session.server.login = SmtpReply.of(535, "5.7.8 Wrong");
        assertThat(session.logIn(USER)).startsWith("535 ");
        // The same account by another port and in other letters.
        assertThat(session.logIn("Anna@Srv.Example%srv.example:587%" + Session.BOX))
                .isEmpty();
        assertThat(session.connector.targets).hasSize(1);
        session.tick(5);
        assertThat(session.connector.targets).hasSize(1);
        session.tick(6);
        assertThat(session.connector.targets).hasSize(2);
        assertThat(session.said()).startsWith("535 ");
        assertThat(session.logIn(USER)).isEmpty();
        session.tick(0);
        session.tick(1);
        assertThat(session.said()).isEmpty();
        session.tick(2);
        assertThat(session.said()).startsWith("535 ");
    }

    @Test
    public void failuresThatSayNothingOfThePasswordShouldCostNoTime() {
        session.server.login = SmtpReply.of(454, "4.7.0 Temporary");
        for (int i = 0; i < 5; i++) {
            assertThat(session.logIn(USER)).startsWith("454 4.7.0 Temporary");
            session.connector.fail(Reason.CERTIFICATE, "on purpose");
            assertThat(session.logIn(USER)).startsWith("454 4.7.0 Server behind");
        }
    }

    @Test
    public void tooManyLoginsAtATimeShouldGetATemporaryError() {
        session.server.silent = true;
        session.logIn(USER);
        session.logIn("bert%srv.example%" + Session.BOX);
        LoopbackConnection second = session.client();
        session.tick(0);
        session.tick(1);
        assertThat(session.logIn("carl%srv.example%" + Session.BOX)).startsWith("454 4.7.0 Too many logins");
        second.disconnect();
        assertThat(session.logIn("carl%srv.example%" + Session.BOX)).isEmpty();
    }

    @Test
    public void loginShouldBeRefusedWhenItsNameLeadsNowhere() {
        assertThat(session.logIn("srv.example%" + Session.BOX)).startsWith("535 5.7.8 ");
        assertThat(session.password).isEqualTo(ERASED);
    }

    @Test
    public void loginShouldGetATemporaryErrorWhileAServiceIsAway() {
        session.connectorAway = true;
        assertThat(session.logIn(USER)).isEmpty();
        session.tick(0);
        session.tick(9);
        assertThat(session.said()).isEmpty();
        session.tick(10);
        assertThat(session.said()).startsWith("454 4.7.0 ");
        assertThat(session.password).isEqualTo(ERASED);
    }

    @Test
    public void loginShouldWaitForAServiceThatIsBeingReplaced() {
        session.mailboxesAway = true;
        assertThat(session.logIn(USER)).isEmpty();
        session.tick(0);
        session.mailboxesAway = false;
        session.tick(1);
        assertThat(session.said()).startsWith("235 ");
    }

    @Test
    public void waitingLoginShouldEndWhenTheClientGoes() {
        session.connectorAway = true;
        session.logIn(USER);
        session.client().disconnect();
        session.connectorAway = false;
        session.tick(0);
        assertThat(session.connector.targets).isEmpty();
        assertThat(session.password).isEqualTo(ERASED);
    }

    @Test
    public void loginShouldEndWhenTheServerIsSilentForTooLong() {
        session.server.silent = true;
        assertThat(session.logIn(USER)).isEmpty();
        assertThat(session.client().isSuspended()).isTrue();
        session.upstream().tick(0);
        session.upstream().tick(TimeUnit.SECONDS.toNanos(299));
        assertThat(session.said()).isEmpty();
        session.upstream().tick(TimeUnit.SECONDS.toNanos(300));
        assertThat(session.said())
                .isEqualTo("454 4.7.0 Server behind: srv.example:465: time-out while waiting for the greeting\r\n");
        assertThat(session.upstream().aborted).isTrue();
        assertThat(session.password).isEqualTo(ERASED);
    }

    @Test
    public void nothingShouldBeLeftWhenTheClientGoesDuringTheLogin() {
        session.server.silent = true;
        session.logIn(USER);
        session.client().disconnect();
        assertThat(session.upstream().aborted).isTrue();
        assertThat(session.password).isEqualTo(ERASED);
    }

    @Test
    public void loginShouldBePutOffWhenTheRoleGoes() {
        session.server.silent = true;
        session.logIn(USER);
        session.sessions.drain();
        assertThat(session.said()).startsWith("421 4.3.2 ");
        assertThat(session.upstream().aborted).isTrue();
        assertThat(session.password).isEqualTo(ERASED);
    }

    @Test
    public void nameShouldNotStandInTexts() {
        session.logIn();
        assertThat(session.sessions.passing()).singleElement().asString().doesNotContain("anna");
    }
}
