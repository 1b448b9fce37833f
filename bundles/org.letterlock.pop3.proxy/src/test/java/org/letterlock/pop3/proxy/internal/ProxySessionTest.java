package org.letterlock.pop3.proxy.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.Test;
import org.letterlock.intake.api.Capture;
import org.letterlock.intake.api.Intake;
import org.letterlock.intake.api.IntakeException;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.mailbox.api.MailboxService;
import org.letterlock.mailbox.api.ProxyAccess;
import org.letterlock.mailbox.api.ProxyRules;
import org.letterlock.proxy.Admissions;
import org.letterlock.proxy.ProxyServices;
import org.letterlock.proxy.Sessions;
import org.letterlock.spi.api.GatewayEvent;
import org.letterlock.spi.api.GatewayEvents;
import org.letterlock.spi.api.LoginFailed;
import org.letterlock.spi.api.LoginSucceeded;
import org.letterlock.spi.api.MailAccepted;
import org.letterlock.spi.api.MailFailed;
import org.letterlock.spi.api.MailRelayed;
import org.letterlock.spi.api.Role;
import org.letterlock.testkit.transport.LoopbackConnection;
import org.letterlock.transport.api.Connector;
import org.letterlock.transport.api.ListenerInfo;
import org.letterlock.transport.api.ListenerInfo.TlsMode;
import org.letterlock.transport.api.LoginRole;
import org.letterlock.transport.api.OutboundFailure.Reason;
import org.letterlock.transport.api.Target;

public class ProxySessionTest implements ProxyServices {

    private static final MailboxId MAILBOX = new MailboxId(1, 2);
    private static final String NAME = "anna@example.org%pop.example%" + MAILBOX;

    private final RemoteServer remote = new RemoteServer();
    private final FakeIntake intake = new FakeIntake();
    private final char[] password = "secret".toCharArray();
    private final Settings settings = Settings.read(Pop3ProxyTest.properties("separator", "#"));
    private final Admissions admissions = new Admissions(this, settings.logins(), () -> 0);
    private final Sessions sessions = new Sessions();
    /** What the mailbox's sessions may do; null if it takes none. */
    private @Nullable ProxyAccess access = new ProxyAccess(true, ProxyRules.DEFAULT);

    /** What listeners of the gateway's events are told. */
    private final List<GatewayEvent> told = new ArrayList<>();

    private boolean connectorAway;
    private LoopbackConnection client = connection(NAME);

    private LoopbackConnection connection(String name) {
        return connection(name, password);
    }

    private LoopbackConnection connection(String name, char[] secret) {
        return new LoopbackConnection(new ListenerInfo("pop3s", "pop3", TlsMode.IMPLICIT, Map.of()), made -> {
            LoginRole.Login login = new LoginRole.Login("USER", name, secret);
            ProxySession session = new ProxySession(made, login, settings, this, admissions, sessions);
            sessions.begin(made, session);
            return session;
        });
    }

    /** Another login, after the first one is over. */
    private void logInAgain(ProxyAccess allowed) {
        client.disconnect();
        remote.dialled.clear();
        access = allowed;
        client = connection(NAME, "secret".toCharArray());
    }

    private void tick(long seconds) {
        client.tick(TimeUnit.SECONDS.toNanos(seconds));
    }

    private void isRefused(String reply) {
        remote.opens();
        remote.says("+OK\r\n");
        remote.says("-ERR\r\n");
        remote.says("+OK\r\n");
        remote.says(reply + "\r\n");
        remote.takeGot();
        assertThat(said()).isEqualTo(reply + "\r\n");
    }

    @Override
    public @Nullable Connector connector() {
        return connectorAway ? null : remote;
    }

    @Override
    public GatewayEvents events() {
        return told::add;
    }

    @Override
    public Intake intake() {
        return intake;
    }

    @Override
    public MailboxService mailboxes() {
        return FakeMailboxes.that(id -> id.equals(MAILBOX) ? Optional.ofNullable(access) : Optional.empty());
    }

    private String said() {
        return String.join("", client.takeSent());
    }

    private void logIn() {
        remote.opens();
        remote.says("+OK ready\r\n");
        assertThat(remote.takeGot()).isEqualTo("CAPA\r\n");
        remote.says("-ERR\r\n");
        assertThat(remote.takeGot()).isEqualTo("USER anna@example.org\r\n");
        remote.says("+OK\r\n");
        assertThat(remote.takeGot()).isEqualTo("PASS secret\r\n");
        remote.says("+OK 2 messages\r\n");
        assertThat(said()).isEqualTo("+OK 2 messages\r\n");
    }

    @Test
    public void sessionShouldBeRelayedAndEachMailKept() {
        assertThat(remote.dialled).containsExactly(new Target("pop.example", 995, Target.Tls.IMPLICIT, List.of()));
        assertThat(client.isSuspended()).isTrue();
        logIn();
        assertThat(client.isSuspended()).isFalse();
        assertThat(password).containsOnly('\0');

        client.receive("RETR 1\r\n");
        assertThat(remote.takeGot()).isEqualTo("RETR 1\r\n");
        remote.says("+OK\r\nSubject: x\r\n\r\n..\r\n.\r\n");
        assertThat(said()).isEqualTo("+OK\r\nSubject: x\r\n\r\n..\r\n.\r\n");
        assertThat(intake.kept).containsExactly("Subject: x\r\n\r\n.\r\n");
        assertThat(intake.captures)
                .containsExactly(new Capture(Capture.Protocol.POP3_PROXY, "pop.example", "anna@example.org"));
        assertThat(intake.accounts).containsExactly("anna@example.org@pop.example");

        client.receive("QUIT\r\n");
        remote.says("+OK bye\r\n");
        assertThat(said()).isEqualTo("+OK bye\r\n");
        assertThat(client.isClosed()).isTrue();
        assertThat(remote.closed).isTrue();
    }

    @Test
    public void loginAndEachMailShouldBeToldAndAMailThatIsKnownNotAsAccepted() {
        logIn();
        client.receive("RETR 1\r\n");
        remote.says("+OK\r\nx\r\n.\r\n");
        assertThat(told).hasSize(3);
        assertThat(told.get(0)).isInstanceOfSatisfying(LoginSucceeded.class, login -> {
            assertThat(login.role()).isEqualTo(Role.POP3_PROXY);
            assertThat(login.listener()).isEqualTo("pop3s");
            assertThat(login.mailbox()).isEqualTo(MAILBOX);
        });
        assertThat(told.get(1)).isInstanceOfSatisfying(MailRelayed.class, mail -> {
            assertThat(mail.outcome()).isEqualTo(MailRelayed.Outcome.FETCHED);
            assertThat(mail.copied()).isTrue();
            assertThat(mail.octets()).isEqualTo(3);
        });
        assertThat(told.get(2)).isInstanceOfSatisfying(MailAccepted.class, mail -> {
            assertThat(mail.role()).isEqualTo(Role.POP3_PROXY);
            assertThat(mail.mailboxes()).containsExactly(MAILBOX);
            assertThat(mail.octets()).isEqualTo(3);
        });

        told.clear();
        intake.earlier = new MessageId(new UUID(0, 99));
        client.receive("RETR 1\r\n");
        remote.says("+OK\r\nx\r\n.\r\n");
        assertThat(told).singleElement().isInstanceOf(MailRelayed.class);
    }

    @Test
    public void copyThatFailsShouldBeToldAndTheMailIfItPasses() {
        logInAgain(new ProxyAccess(true, new ProxyRules(true, List.of(), true, false, false)));
        logIn();
        told.clear();
        intake.committed =
                CompletableFuture.failedFuture(new IntakeException(IntakeException.Reason.SEALING, "no", null));
        client.receive("RETR 1\r\n");
        remote.says("+OK\r\nx\r\n.\r\n");
        assertThat(told).hasSize(2);
        assertThat(told.get(0))
                .isInstanceOfSatisfying(
                        MailFailed.class, failed -> assertThat(failed.reason()).isEqualTo(MailFailed.Reason.SEALING));
        assertThat(told.get(1))
                .isInstanceOfSatisfying(
                        MailRelayed.class, mail -> assertThat(mail.copied()).isFalse());
    }

    @Test
    public void loginThatFailsShouldBeToldWithItsReason() {
        isRefused("-ERR [AUTH] no");
        assertThat(reasons()).containsExactly(LoginFailed.Reason.DENIED);
        client = connection(NAME, "secret".toCharArray());
        told.clear();
        tick(0);
        tick(1);
        isRefused("-ERR [SYS/TEMP] later");
        assertThat(reasons()).containsExactly(LoginFailed.Reason.SERVER);
        told.clear();
        client = connection("anna");
        assertThat(reasons()).containsExactly(LoginFailed.Reason.NO_ROUTE);
        told.clear();
        access = null;
        client = connection(NAME);
        assertThat(reasons()).containsExactly(LoginFailed.Reason.NO_MAILBOX);
    }

    private List<LoginFailed.Reason> reasons() {
        return told.stream().map(event -> ((LoginFailed) event).reason()).toList();
    }

    @Test
    public void whatTheClientSaysBehindItsLoginShouldWaitForTheAnswer() {
        client.handler().received(ByteBuffer.wrap("NOOP\r\n".getBytes(US_ASCII)));
        logIn();
        assertThat(remote.takeGot()).isEqualTo("NOOP\r\n");
    }

    @Test
    public void nothingShouldBeDialledForANameOrMailboxThatIsNone() {
        for (String name : List.of("anna%pop.example", "anna%pop.example%mbx-x", "%pop.example%" + MAILBOX)) {
            remote.dialled.clear();
            client = connection(name);
            assertThat(said()).startsWith("-ERR [");
            assertThat(client.isClosed()).isTrue();
            assertThat(remote.dialled).isEmpty();
        }
        access = null;
        client = connection(NAME);
        assertThat(said()).startsWith("-ERR [SYS/TEMP] ");
        access = new ProxyAccess(true, ProxyRules.DEFAULT);
        connectorAway = true;
        client = connection(NAME);
        tick(0);
        // One second more, as another login of the same user is under way.
        tick(10);
        assertThat(said()).isEmpty();
        tick(11);
        assertThat(said()).startsWith("-ERR [SYS/TEMP] ");
        assertThat(remote.dialled).isEmpty();
    }

    @Test
    public void nextPortShouldBeTriedWhenTheFirstDoesNotAnswer() {
        remote.fails(Reason.CONNECT);
        assertThat(remote.dialled).extracting(Target::port).containsExactly(995, 110);
        assertThat(remote.dialled).extracting(Target::tls).containsExactly(Target.Tls.IMPLICIT, Target.Tls.UPGRADE);
        remote.opens();
        remote.says("+OK\r\n");
        assertThat(remote.takeGot()).isEqualTo("STLS\r\n");
        remote.says("-ERR\r\n");
        assertThat(said()).startsWith("-ERR [SYS/TEMP] pop.example:110 does not offer TLS");
        assertThat(remote.takeGot()).isEmpty();
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    public void badCertificateShouldCostNoCredentialsAndNoSecondTry() {
        remote.fails(Reason.CERTIFICATE);
        assertThat(said()).isEqualTo("-ERR [SYS/TEMP] pop.example: on purpose\r\n");
        assertThat(remote.dialled).hasSize(1);
        assertThat(remote.takeGot()).isEmpty();
        assertThat(password).containsOnly('\0');
    }

    @Test
    public void wrongPasswordShouldBeAnsweredInTheServersWords() {
        remote.opens();
        remote.says("+OK\r\n");
        remote.says("-ERR\r\n");
        remote.says("+OK\r\n");
        remote.says("-ERR [AUTH] no\r\n");
        assertThat(said()).isEqualTo("-ERR [AUTH] no\r\n");
        assertThat(remote.closed).isTrue();
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    public void mailThatCannotBeKeptShouldNotLookComplete() {
        logIn();
        intake.away = true;
        client.receive("RETR 1\r\n");
        tick(0);
        tick(9);
        assertThat(said()).isEmpty();
        tick(10);
        assertThat(said()).startsWith("-ERR [SYS/TEMP] ");
        assertThat(remote.takeGot()).isEmpty();

        intake.away = false;
        intake.committed =
                CompletableFuture.failedFuture(new IntakeException(IntakeException.Reason.STORE, "full", null));
        client.receive("RETR 1\r\n");
        remote.says("+OK\r\nx\r\n");
        assertThat(said()).isEqualTo("+OK\r\nx\r\n");
        remote.says(".\r\n");
        assertThat(said()).isEmpty();
        assertThat(client.isAborted()).isTrue();
        assertThat(remote.aborted).isTrue();
    }

    @Test
    public void serverShouldWaitWhileTheStoreOrTheClientIsSlow() {
        logIn();
        intake.written = new CompletableFuture<>();
        client.receive("RETR 1\r\n");
        remote.says("+OK\r\nx\r\n");
        assertThat(remote.suspended).isTrue();
        remote.says("y\r\n.\r\n");
        intake.written.complete(null);
        assertThat(remote.suspended).isFalse();
        assertThat(said()).isEqualTo("+OK\r\nx\r\ny\r\n.\r\n");
        assertThat(intake.kept).containsExactly("x\r\ny\r\n");

        client.receive("RETR 2\r\n");
        client.setWritable(false);
        remote.says("+OK\r\nz\r\n.\r\n");
        assertThat(remote.suspended).isTrue();
        client.setWritable(true);
        assertThat(remote.suspended).isFalse();
        assertThat(intake.kept).contains("z\r\n");
    }

    @Test
    public void serverShouldGoWhenTheClientGoesAndStayForWhatItDeleted() {
        logIn();
        client.receive("RETR 1\r\n");
        remote.says("+OK\r\nx\r\n");
        client.disconnect();
        assertThat(remote.aborted).isTrue();
        assertThat(intake.closed).isEqualTo(1);

        ProxySessionTest other = new ProxySessionTest();
        other.logIn();
        other.client.receive("DELE 1\r\n");
        other.remote.says("+OK 1 3\r\n");
        other.client.receive("QUIT\r\n");
        other.client.disconnect();
        other.remote.takeGot();
        other.remote.says("+OK\r\nx\r\n.\r\n");
        assertThat(other.intake.kept).containsExactly("x\r\n");
        assertThat(other.remote.takeGot()).isEqualTo("DELE 1\r\n");
        other.remote.says("+OK\r\n");
        assertThat(other.remote.takeGot()).isEqualTo("QUIT\r\n");
        other.remote.says("+OK\r\n");
        assertThat(other.remote.closed).isTrue();
    }

    @Test
    public void retrShouldWaitForAnIntakeThatIsBeingReplaced() {
        logIn();
        intake.away = true;
        client.receive("RETR 1\r\n");
        tick(0);
        intake.away = false;
        tick(1);
        assertThat(remote.takeGot()).isEqualTo("RETR 1\r\n");
        remote.says("+OK\r\nx\r\n.\r\n");
        assertThat(said()).isEqualTo("+OK\r\nx\r\n.\r\n");
        assertThat(intake.kept).containsExactly("x\r\n");
    }

    @Test
    public void mailThatCannotBeKeptShouldPassAndCountWhereTheMailboxSaysSo() {
        logInAgain(new ProxyAccess(true, new ProxyRules(true, List.of("*.example"), true, false, false)));
        assertThat(remote.dialled).extracting(Target::allowed).containsExactly(List.of("*.example"));
        logIn();
        intake.committed =
                CompletableFuture.failedFuture(new IntakeException(IntakeException.Reason.STORE, "full", null));
        client.receive("RETR 1\r\n");
        remote.says("+OK\r\nx\r\n.\r\n");
        assertThat(said()).isEqualTo("+OK\r\nx\r\n.\r\n");
        assertThat(sessions.uncopied()).isEqualTo(1);
        assertThat(sessions.passing()).singleElement().satisfies(passing -> {
            assertThat(passing.uncopied()).isEqualTo(1);
            assertThat(passing.kept()).isZero();
        });
    }

    @Test
    public void mailsShouldPassUncopiedWhenTheMailboxIsSuspendedAndSaysSo() {
        logInAgain(new ProxyAccess(false, new ProxyRules(true, List.of(), false, false, true)));
        logIn();
        client.receive("RETR 1\r\n");
        remote.says("+OK\r\nx\r\n.\r\n");
        assertThat(said()).isEqualTo("+OK\r\nx\r\n.\r\n");
        remote.takeGot();
        client.receive("DELE 2\r\n");
        assertThat(remote.takeGot()).isEqualTo("DELE 2\r\n");
        assertThat(intake.captures).isEmpty();
        assertThat(sessions.uncopied()).isEqualTo(1);
    }

    @Test
    public void sessionShouldBeSeenWithWhatPassedUntilItIsOver() {
        assertThat(sessions.passing()).isEmpty();
        logIn();
        client.receive("RETR 1\r\n");
        remote.says("+OK\r\nx\r\n.\r\n");
        assertThat(sessions.passing()).singleElement().satisfies(passing -> {
            assertThat(passing.client()).isEqualTo(client.remoteAddress());
            assertThat(passing.mailbox()).isEqualTo(MAILBOX.toString());
            assertThat(passing.user()).isEqualTo("anna@example.org");
            assertThat(passing.target()).isEqualTo("pop.example:995");
            assertThat(passing.toServer()).isEqualTo("RETR 1\r\n".length());
            assertThat(passing.toClient()).isEqualTo("+OK\r\nx\r\n.\r\n".length());
            assertThat(passing.kept()).isEqualTo(1);
            assertThat(passing).asString().doesNotContain("anna");
        });
        client.receive("QUIT\r\n");
        remote.says("+OK\r\n");
        assertThat(sessions.passing()).isEmpty();
    }

    @Test
    public void sessionShouldFinishBetweenCommandsWhenTheRoleGoes() {
        logIn();
        client.receive("RETR 1\r\n");
        remote.says("+OK\r\nx\r\n");
        sessions.drain();
        assertThat(said()).isEqualTo("+OK\r\nx\r\n");
        remote.says(".\r\n");
        assertThat(said()).startsWith(".\r\n-ERR [SYS/TEMP] ");
        assertThat(client.isClosed()).isTrue();
        assertThat(intake.kept).containsExactly("x\r\n");
    }

    @Test
    public void loginShouldWaitBeforeTheServerIsCalledWhenOthersFailedBeforeIt() {
        isRefused("-ERR [AUTH] no");
        logInAgain(new ProxyAccess(true, ProxyRules.DEFAULT));
        assertThat(remote.dialled).isEmpty();
        tick(0);
        assertThat(remote.dialled).isEmpty();
        tick(1);
        assertThat(remote.dialled).hasSize(1);
    }

    @Test
    public void refusalThatSaysNothingOfThePasswordShouldCostNoTime() {
        isRefused("-ERR [IN-USE] another session");
        logInAgain(new ProxyAccess(true, ProxyRules.DEFAULT));
        assertThat(remote.dialled).hasSize(1);
        isRefused("-ERR [sys/temp] later");
        logInAgain(new ProxyAccess(true, ProxyRules.DEFAULT));
        assertThat(remote.dialled).hasSize(1);
    }

    @Test
    public void clientShouldBeToldWhenTheServerIsLost() {
        logIn();
        client.receive("STAT\r\n");
        remote.dies();
        assertThat(said()).startsWith("-ERR [SYS/TEMP] ");
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    public void loginUnderWayShouldEndWhenTheClientGoesOrTheBundleDoes() {
        client.disconnect();
        assertThat(remote.aborted).isTrue();
        assertThat(password).containsOnly('\0');

        ProxySessionTest other = new ProxySessionTest();
        other.client.drain();
        assertThat(other.said()).startsWith("-ERR [SYS/TEMP] ");
        assertThat(other.client.isClosed()).isTrue();
        assertThat(other.remote.aborted).isTrue();
    }
}
