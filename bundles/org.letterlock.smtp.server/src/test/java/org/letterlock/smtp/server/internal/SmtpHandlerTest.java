package org.letterlock.smtp.server.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.Test;
import org.letterlock.intake.api.IntakeException;
import org.letterlock.intake.api.IntakeException.Reason;
import org.letterlock.mail.api.DsnRequest;
import org.letterlock.mail.api.MailAddress;
import org.letterlock.mail.api.TlsInfo;
import org.letterlock.testkit.transport.LoopbackConnection;
import org.letterlock.transport.api.ListenerInfo;
import org.letterlock.transport.api.ListenerInfo.TlsMode;

public class SmtpHandlerTest {

    private static final String BOX = FakeMailboxes.address(1);
    private static final String KEPT = "250 2.0.0 " + FakeIntake.ID + "\r\n";
    private static final String GO_AHEAD = "354 End data with <CR><LF>.<CR><LF>\r\n";

    private static final Map<String, String> PROXY = Map.of("proxy", "true");

    private final FakeIntake intake = new FakeIntake();
    private @Nullable Services services = new Services(FakeMailboxes.create(), intake);
    private final FakeRole role = new FakeRole();
    private boolean proxyAway;
    private final LoopbackConnection connection = connect(TlsMode.UPGRADE);

    @Test
    public void mailShouldBeKeptOnceForEachMailboxWhenItsRecipientsAreMailboxes() {
        say("EHLO client.example\r\n");
        assertThat(say("MAIL FROM:<a@b.example>\r\nRCPT TO:<" + BOX + ">\r\nRCPT TO:<" + BOX.toUpperCase(Locale.ROOT)
                        + ">\r\nRCPT TO:<" + FakeMailboxes.address(2) + ">\r\nDATA\r\n"))
                .isEqualTo("250 2.1.0 Sender ok\r\n" + "250 2.1.5 Recipient ok\r\n".repeat(3) + GO_AHEAD);
        assertThat(say("Subject: x\r\n\r\n..text\r\n.\r\n")).isEqualTo(KEPT);
        FakeIntake.Mail mail = intake.kept.get(0);
        assertThat(mail.body).hasToString("Subject: x\r\n\r\n.text\r\n");
        assertThat(mail.mailboxes).hasSize(2);
        assertThat(mail.envelope.recipients()).hasSize(2);
        assertThat(mail.envelope.reversePath()).hasToString("a@b.example");
        assertThat(mail.peer.helo()).isEqualTo("client.example");
        assertThat(mail.peer.protocol()).isEqualTo("ESMTP");
        assertThat(mail.peer.tls()).isNull();
        assertThat(say("QUIT\r\n")).isEqualTo("221 2.0.0 Bye\r\n");
        assertThat(connection.isClosed()).isTrue();
    }

    @Test
    public void requestForNotificationsShouldReachTheEnvelope() {
        String other = FakeMailboxes.address(2);
        say("EHLO client.example\r\nMAIL FROM:<a@b.example> RET=HDRS ENVID=QQ\r\nRCPT TO:<" + BOX + ">\r\n");
        say("RCPT TO:<" + other + "> NOTIFY=NEVER ORCPT=rfc822;list@b.example\r\n");
        // The copy is made already.
        say("RCPT TO:<" + BOX.toUpperCase(Locale.ROOT) + "> NOTIFY=DELAY\r\nDATA\r\n");
        assertThat(say(".\r\n")).isEqualTo(KEPT);
        DsnRequest dsn = intake.kept.get(0).envelope.dsn();
        assertThat(dsn.mail()).isEqualTo(new DsnRequest.Mail("HDRS", "QQ"));
        MailAddress asked = intake.kept.get(0).envelope.recipients().get(1);
        assertThat(asked).hasToString(other);
        assertThat(dsn.recipients())
                .containsOnly(Map.entry(asked, new DsnRequest.Recipient("NEVER", "rfc822;list@b.example")));
        deliver();
        assertThat(intake.kept.get(1).envelope.dsn()).isEqualTo(DsnRequest.NONE);
    }

    @Test
    public void protocolShouldSayThatTheMailMayBeUtf8() {
        LoopbackConnection implicit = connect(TlsMode.IMPLICIT);
        String mail = "EHLO c.example\r\nMAIL FROM:<> SMTPUTF8\r\nRCPT TO:<" + BOX + ">\r\nDATA\r\n";
        implicit.receive(mail);
        implicit.receive(".\r\n");
        say(mail);
        say(".\r\n");
        deliver();
        assertThat(intake.kept)
                .extracting(kept -> kept.peer.protocol())
                .containsExactly("UTF8SMTPS", "UTF8SMTP", "ESMTP");
    }

    @Test
    public void mailInChunksShouldReachTheIntakeAsTheSameMailByData() {
        String envelope = "MAIL FROM:<a@b.example> ENVID=x\r\nRCPT TO:<" + BOX + "> NOTIFY=NEVER\r\n";
        say("EHLO c.example\r\n" + envelope);
        assertThat(say("BDAT 3\r\n.a\rBDAT 5 LAST\r\n\n..\r\n")).isEqualTo("250 2.0.0 Chunk ok\r\n" + KEPT);
        say(envelope + "DATA\r\n");
        assertThat(say("..a\r\n...\r\n.\r\n")).isEqualTo(KEPT);
        FakeIntake.Mail byChunks = intake.kept.get(0);
        FakeIntake.Mail byData = intake.kept.get(1);
        assertThat(byChunks.body).hasToString(".a\r\n..\r\n").hasToString(byData.body.toString());
        assertThat(byChunks.envelope).isEqualTo(byData.envelope);
        assertThat(byChunks.mailboxes).isEqualTo(byData.mailboxes);
        assertThat(byChunks.peer).isEqualTo(byData.peer);
    }

    @Test
    public void chunksShouldBeDroppedWhenTheClientBeginsAnew() {
        say("EHLO c.example\r\nMAIL FROM:<>\r\nRCPT TO:<" + BOX + ">\r\n");
        assertThat(say("BDAT 1\r\nx")).isEqualTo("250 2.0.0 Chunk ok\r\n");
        assertThat(say("RSET\r\n")).isEqualTo("250 2.0.0 Ok\r\n");
        assertThat(intake.begun.get(0).closed).isTrue();
        deliver();
        assertThat(intake.kept).hasSize(1);
    }

    @Test
    public void replyShouldTellTheTroubleToEveryChunkWhenTheMailCannotBegin() {
        intake.beginFailure = Reason.DISK_LOW;
        say("EHLO c.example\r\nMAIL FROM:<>\r\nRCPT TO:<" + BOX + ">\r\n");
        assertThat(say("BDAT 1\r\nxBDAT 1 LAST\r\ny"))
                .isEqualTo("452 4.3.1 Too little space, try again later\r\n".repeat(2));
        intake.beginFailure = null;
        deliver();
    }

    @Test
    public void limitsShouldBeAnnouncedAsTheyAreSet() {
        assertThat(say("EHLO client.example\r\n"))
                .contains("250-SIZE 2000\r\n", "250-DSN\r\n", "250-LIMITS RCPTMAX=1000\r\n");
    }

    @Test
    public void tlsShouldBeToldToTheIntakeWhenTheClientStartsIt() {
        say("EHLO client.example\r\n");
        assertThat(say("STARTTLS\r\n")).isEqualTo("220 2.0.0 Ready to start TLS\r\n");
        connection.completeHandshake();
        assertThat(say("EHLO client.example\r\n")).doesNotContain("STARTTLS");
        deliver();
        assertThat(intake.kept.get(0).peer.protocol()).isEqualTo("ESMTPS");
        assertThat(intake.kept.get(0).peer.tls()).isEqualTo(new TlsInfo("TLSv1.3", "TLS_AES_256_GCM_SHA384"));
    }

    @Test
    public void tlsShouldNotBeOfferedWhenItIsThereOrCannotBe() {
        LoopbackConnection implicit = connect(TlsMode.IMPLICIT);
        implicit.receive("EHLO c.example\r\nSTARTTLS\r\n");
        assertThat(String.join("", implicit.takeSent()))
                .doesNotContain("-STARTTLS")
                .contains("503 5.5.1");
        LoopbackConnection clear = connect(TlsMode.NONE);
        clear.receive("EHLO c.example\r\nSTARTTLS\r\n");
        assertThat(String.join("", clear.takeSent()))
                .doesNotContain("-STARTTLS")
                .contains("454 4.7.0");
    }

    @Test
    public void recipientShouldBeRefusedAsItsStateSays() {
        say("EHLO c.example\r\nMAIL FROM:<>\r\n");
        assertThat(say("RCPT TO:<nobody@gw.example>\r\n")).startsWith("550 5.1.1 ");
        assertThat(say("RCPT TO:<nobody@other.example>\r\n")).startsWith("550 5.7.1 ");
        assertThat(say("RCPT TO:<suspended@gw.example>\r\n")).startsWith("450 4.2.1 ");
        assertThat(say("RCPT TO:<postmaster>\r\n")).startsWith("450 4.2.1 ");
        assertThat(say("DATA\r\n")).startsWith("554 5.5.1 ");
    }

    @Test
    public void senderShouldBeRefusedAsTheMailboxAsks() {
        say("EHLO c.example\r\nMAIL FROM:<>\r\n");
        assertThat(say("RCPT TO:<tls-required@gw.example>\r\n")).startsWith("530 5.7.0 ");
        assertThat(say("RCPT TO:<tls-later@gw.example>\r\n")).startsWith("450 4.7.1 ");
        assertThat(say("RCPT TO:<network-other@gw.example>\r\n")).startsWith("550 5.7.1 ");
        assertThat(say("RCPT TO:<network-later@gw.example>\r\n")).startsWith("450 4.7.1 ");
        assertThat(say("RCPT TO:<certificate@gw.example>\r\n")).startsWith("550 5.7.1 ");
        assertThat(say("DATA\r\n")).startsWith("554 5.5.1 ");
    }

    @Test
    public void senderShouldBeJudgedByTheNamesInItsCertificate() {
        connection.setClientNames(List.of("mx.example"));
        say("EHLO c.example\r\nMAIL FROM:<>\r\n");
        assertThat(say("RCPT TO:<certificate@gw.example>\r\n")).startsWith("550 5.1.1 ");
    }

    @Test
    public void recipientShouldWaitForAnotherMailWhenAHundredMailboxesAreNamed() {
        say("EHLO c.example\r\nMAIL FROM:<>\r\n");
        for (int i = 0; i < 100; i++) {
            assertThat(say("RCPT TO:<" + FakeMailboxes.address(i) + ">\r\n")).startsWith("250 ");
        }
        assertThat(say("RCPT TO:<" + FakeMailboxes.address(100) + ">\r\n")).startsWith("452 4.5.3 ");
        assertThat(say("RCPT TO:<" + FakeMailboxes.address(99) + ">\r\n")).startsWith("250 ");
    }

    @Test
    public void troubleShouldBeTemporaryWhereverItHappens() {
        say("EHLO c.example\r\n");
        intake.admitFailure = Reason.DISK_LOW;
        assertThat(say("MAIL FROM:<>\r\n")).startsWith("452 4.3.1 ");
        intake.admitFailure = Reason.STORE;
        assertThat(say("MAIL FROM:<>\r\n")).startsWith("451 4.3.0 ");
        intake.admitFailure = null;
        intake.beginFailure = Reason.SEALING;
        assertThat(say("MAIL FROM:<>\r\nRCPT TO:<" + BOX + ">\r\nDATA\r\n")).contains("451 4.3.0 ");
        intake.beginFailure = null;
        intake.committed = CompletableFuture.failedFuture(new IntakeException(Reason.DISK_LOW, "full", null));
        assertThat(say("DATA\r\n")).isEqualTo(GO_AHEAD);
        assertThat(say("x\r\n.\r\n")).startsWith("452 4.3.1 ");
        intake.committed = CompletableFuture.completedFuture(null);
        deliver();
    }

    @Test
    public void mailShouldWaitWhileAServiceIsAwayAndComeWhenItIsBack() {
        say("EHLO c.example\r\n");
        Services there = services;
        services = null;
        assertThat(say("MAIL FROM:<>\r\n")).isEmpty();
        assertThat(connection.isSuspended()).isTrue();
        assertThat(say("RCPT TO:<" + BOX + ">\r\n")).isEmpty();
        connection.tick(System.nanoTime());
        assertThat(said()).isEmpty();
        services = there;
        connection.tick(System.nanoTime());
        assertThat(said()).startsWith("250 2.1.0 ").contains("250 2.1.5 ");
        assertThat(connection.isSuspended()).isFalse();
        // The transaction under way keeps what it began with.
        services = null;
        intake.beginFailure = Reason.AWAY;
        assertThat(say("DATA\r\n")).isEmpty();
        intake.beginFailure = null;
        connection.tick(System.nanoTime());
        assertThat(said()).isEqualTo(GO_AHEAD);
        assertThat(say("x\r\n.\r\n")).isEqualTo(KEPT);
    }

    @Test
    public void mailShouldGetATemporaryErrorWhenAServiceStaysAway() {
        say("EHLO c.example\r\n");
        intake.admitFailure = Reason.AWAY;
        assertThat(say("MAIL FROM:<>\r\n")).isEmpty();
        connection.tick(System.nanoTime() + 9_000_000_000L);
        assertThat(said()).isEmpty();
        connection.tick(System.nanoTime() + 10_000_000_000L);
        assertThat(said()).startsWith("451 4.3.0 ");
        intake.admitFailure = null;
        deliver();
    }

    @Test
    public void replyShouldWaitWhenTheMailIsNotDurableYet() {
        intake.committed = new CompletableFuture<>();
        beginData();
        assertThat(say("x\r\n.\r\n")).isEmpty();
        assertThat(connection.isSuspended()).isTrue();
        assertThat(say("NOOP\r\n")).isEmpty();
        intake.committed.complete(null);
        assertThat(said()).isEqualTo(KEPT + "250 2.0.0 Ok\r\n");
        assertThat(connection.isSuspended()).isFalse();
    }

    @Test
    public void replyShouldComeWhenTheClientHasClosedItsSide() {
        intake.committed = new CompletableFuture<>();
        beginData();
        say("x\r\n.\r\n");
        connection.endInput();
        assertThat(connection.isClosed()).isFalse();
        intake.committed.complete(null);
        assertThat(said()).isEqualTo(KEPT);
        assertThat(connection.isClosed()).isTrue();
    }

    @Test
    public void clientShouldWaitWhenTheIntakeTakesNoMore() {
        beginData();
        CompletableFuture<Void> written = new CompletableFuture<>();
        intake.written = written;
        say("one\r\n.two\r\n");
        assertThat(connection.isSuspended()).isTrue();
        say("three\r\n.\r\n");
        assertThat(intake.begun.get(0).body).hasToString("one\r\n");
        connection.tick(Long.MAX_VALUE / 2);
        intake.written = CompletableFuture.completedFuture(null);
        written.complete(null);
        assertThat(connection.isSuspended()).isFalse();
        assertThat(said()).isEqualTo(KEPT);
        assertThat(intake.kept.get(0).body).hasToString("one\r\ntwo\r\nthree\r\n");
    }

    @Test
    public void clientShouldWaitWhenItDoesNotTakeItsReplies() {
        say("EHLO c.example\r\n");
        connection.setWritable(false);
        say("NOOP\r\n");
        assertThat(connection.isSuspended()).isTrue();
        connection.setWritable(true);
        assertThat(connection.isSuspended()).isFalse();
    }

    @Test
    public void nothingShouldBeLeftWhenTheClientDiesInItsMail() {
        beginData();
        say("half a mail\r\n");
        connection.disconnect();
        assertThat(intake.begun.get(0).closed).isTrue();
        assertThat(intake.kept).isEmpty();
    }

    @Test
    public void mailShouldStayKeptWhenTheClientDiesBeforeTheReply() {
        intake.committed = new CompletableFuture<>();
        beginData();
        say("x\r\n.\r\n");
        connection.disconnect();
        intake.committed.complete(null);
        assertThat(intake.kept).hasSize(1);
        assertThat(said()).isEmpty();
    }

    @Test
    public void mailShouldBeDroppedAtOnceWhenItIsTooLarge() {
        beginData();
        say("x".repeat(3000));
        assertThat(intake.begun.get(0).closed).isTrue();
        assertThat(say("\r\n.\r\n")).startsWith("552 5.3.4 ");
        deliver();
    }

    @Test
    public void mailShouldBeDroppedAtOnceWhenItIsInALoop() {
        beginData();
        say("Received:x\r\n".repeat(101));
        assertThat(intake.begun.get(0).closed).isTrue();
        assertThat(say("\r\n.\r\n")).startsWith("554 5.4.6 ");
        deliver();
        assertThat(intake.kept).hasSize(1);
    }

    @Test
    public void sessionShouldEndWithTemporaryErrorWhenThereIsABug() {
        say("EHLO c.example\r\nMAIL FROM:<>\r\n");
        assertThat(say("RCPT TO:<bug@gw.example>\r\n")).startsWith("451 4.3.0 ");
        assertThat(connection.isClosed()).isTrue();
    }

    @Test
    public void sessionShouldEndAfterItsMailWhenDrained() {
        beginData();
        connection.drain();
        assertThat(said()).isEmpty();
        assertThat(say("x\r\n.\r\n")).isEqualTo(KEPT + "421 4.3.2 Shutting down, try again later\r\n");
        assertThat(connection.isClosed()).isTrue();
    }

    @Test
    public void sessionShouldEndWhenTheClientIsSilentForTooLong() {
        beginData();
        connection.tick(0);
        connection.tick(599_000_000_000L);
        assertThat(said()).isEmpty();
        connection.tick(600_000_000_000L);
        assertThat(said()).startsWith("421 4.4.2 ");
        assertThat(connection.isClosed()).isTrue();
        assertThat(intake.begun.get(0).closed).isTrue();
    }

    @Test
    public void loginShouldBeHandedOverWhenItLeadsToAnotherServer() {
        LoopbackConnection proxied = connect(TlsMode.IMPLICIT, PROXY);
        proxied.receive("EHLO c.example\r\n");
        assertThat(String.join("", proxied.takeSent()))
                .contains("250-AUTH PLAIN LOGIN ")
                .doesNotContain("CHUNKING", "DSN", "SMTPUTF8");
        proxied.receive(plain("a%srv.example%box"));
        assertThat(proxied.takeSent()).isEmpty();
        assertThat(proxied.handler()).isSameAs(role.handler);
        assertThat(role.opened).isTrue();
        assertThat(role.login().mechanism()).isEqualTo("PLAIN");
        assertThat(role.login().userName()).isEqualTo("a%srv.example%box");
        assertThat(role.login().password()).containsExactly('p', 'w');
        assertThat(role.login().helo()).isEqualTo("c.example");
    }

    @Test
    public void loginShouldGetATemporaryErrorWhenTheProxyIsAway() {
        LoopbackConnection proxied = connect(TlsMode.IMPLICIT, PROXY);
        proxyAway = true;
        proxied.receive("EHLO c.example\r\n");
        proxied.takeSent();
        proxied.receive(plain("a%srv.example%box"));
        assertThat(String.join("", proxied.takeSent())).startsWith("454 4.7.0 ");
        proxyAway = false;
        proxied.receive(plain("a%srv.example%box"));
        assertThat(proxied.handler()).isSameAs(role.handler);
    }

    @Test
    public void roleShouldSayWhichOtherNamesAreIts() {
        LoopbackConnection proxied = connect(TlsMode.IMPLICIT, PROXY);
        proxied.receive("EHLO c.example\r\n" + plain("a#srv.example#box"));
        assertThat(proxied.handler()).isSameAs(role.handler);
        assertThat(role.login().userName()).isEqualTo("a#srv.example#box");
    }

    @Test
    public void loginShouldBeRefusedWhenItsNameLeadsNowhere() {
        LoopbackConnection proxied = connect(TlsMode.IMPLICIT, PROXY);
        proxied.receive("EHLO c.example\r\n");
        proxied.takeSent();
        proxied.receive(plain("box"));
        assertThat(String.join("", proxied.takeSent())).startsWith("535 5.7.8 ");
        assertThat(proxied.isClosed()).isFalse();
        proxied.receive(plain("srv.example%box"));
        assertThat(String.join("", proxied.takeSent())).startsWith("535 5.7.8 ");
        proxied.receive(plain("box"));
        assertThat(String.join("", proxied.takeSent())).startsWith("535 5.7.8 ");
        assertThat(proxied.isClosed()).isTrue();
        assertThat(role.isAsked()).isFalse();
    }

    @Test
    public void loginShouldNotBeThereWhenTheListenerHasNoProxyOrNoTls() {
        LoopbackConnection journal = connect(TlsMode.IMPLICIT);
        journal.receive("EHLO c.example\r\n" + plain("a%srv.example%box"));
        assertThat(String.join("", journal.takeSent()))
                .contains("250-DSN\r\n")
                .doesNotContain("-AUTH")
                .contains("\r\n502 5.5.1 ");
        LoopbackConnection clear = connect(TlsMode.UPGRADE, PROXY);
        clear.receive("EHLO c.example\r\n" + plain("a%srv.example%box"));
        assertThat(String.join("", clear.takeSent())).doesNotContain("-AUTH").contains("\r\n538 5.7.11 ");
        assertThat(role.isAsked()).isFalse();
    }

    private static String plain(String user) {
        return "AUTH PLAIN "
                + Base64.getEncoder().encodeToString(("\0" + user + "\0pw").getBytes(StandardCharsets.UTF_8))
                + "\r\n";
    }

    private LoopbackConnection connect(TlsMode tls) {
        return connect(tls, Map.of());
    }

    private LoopbackConnection connect(TlsMode tls, Map<String, String> listener) {
        Settings settings = Settings.read(Map.of(
                "hostname", "mx.example",
                "maxMessageBytes", "2000",
                "maxRecipients", "1000",
                "maxReceivedHeaders", "100",
                "maxCommandBytes", "2048",
                "maxBadCommands", "20",
                "maxLoginAttempts", "3",
                "commandTimeoutSeconds", "300",
                "dataTimeoutSeconds", "600"));
        LoopbackConnection made = new LoopbackConnection(
                new ListenerInfo("test", "smtp", tls, listener),
                c -> new SmtpHandler(c, settings, () -> services, () -> proxyAway ? null : role, event -> {}));
        assertThat(made.takeSent()).containsExactly("220 mx.example ESMTP Letterlock\r\n");
        return made;
    }

    private void beginData() {
        say("EHLO c.example\r\n");
        assertThat(say("MAIL FROM:<>\r\nRCPT TO:<" + BOX + ">\r\nDATA\r\n")).endsWith(GO_AHEAD);
    }

    private void deliver() {
        assertThat(say("MAIL FROM:<>\r\nRCPT TO:<" + BOX + ">\r\nDATA\r\n")).endsWith(GO_AHEAD);
        assertThat(say("x\r\n.\r\n")).isEqualTo(KEPT);
    }

    private String say(String text) {
        connection.receive(text);
        return said();
    }

    private String said() {
        return String.join("", connection.takeSent());
    }
}
