package org.letterlock.smtp.proxy.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.Test;
import org.letterlock.intake.api.Capture;
import org.letterlock.mail.api.DsnRequest;
import org.letterlock.mail.api.TlsInfo;
import org.letterlock.mailbox.api.ProxyAccess;
import org.letterlock.mailbox.api.ProxyRules;
import org.letterlock.protocol.smtp.SmtpReply;

public class RelayTest {

    private static final String QUEUED = "250 2.0.0 Queued as 7";

    private final Session session = new Session();

    @Test
    public void copyShouldBePendingBeforeTheServerHasTheMailAndHaveItsOutcome() {
        session.logIn();
        session.say("MAIL FROM:<anna@srv.example> RET=HDRS\r\n");
        session.say("RCPT TO:<to@a.example> NOTIFY=NEVER\r\n");
        assertThat(session.say("RCPT TO:<nobody@a.example>\r\n")).isEqualTo("550 5.1.1 Nobody here\r\n");
        assertThat(session.say("RCPT TO:<bcc@b.example>\r\n")).startsWith("250 ");
        assertThat(session.say("DATA\r\n")).startsWith("354 ");
        assertThat(session.say("To: to@a.example\r\n\r\n..x\r\n.\r\n")).isEqualTo(QUEUED + "\r\n");
        assertThat(session.events).containsExactly("begin", "data", "pending", "dot", "SENT " + QUEUED);

        FakeIntake.Mail copy = session.intake.begun.get(0);
        assertThat(copy.body).hasToString("To: to@a.example\r\n\r\n.x\r\n");
        assertThat(session.server.mail).hasToString(copy.body.toString());
        assertThat(copy.mailbox).isEqualTo(Session.BOX);
        assertThat(copy.capture).isEqualTo(new Capture(Capture.Protocol.SMTP_PROXY, "srv.example", "anna@srv.example"));
        assertThat(copy.envelope.reversePath()).hasToString("anna@srv.example");
        assertThat(copy.envelope.recipients()).asString().isEqualTo("[to@a.example, bcc@b.example]");
        assertThat(copy.envelope.dsn().mail()).isEqualTo(new DsnRequest.Mail("HDRS", null));
        assertThat(copy.envelope.dsn().recipients())
                .containsOnlyKeys(copy.envelope.recipients().get(0));
        assertThat(copy.peer.helo()).isEqualTo("client.example");
        assertThat(copy.peer.protocol()).isEqualTo("ESMTPSA");
        assertThat(copy.peer.tls()).isEqualTo(new TlsInfo("TLSv1.3", "TLS_AES_256_GCM_SHA384"));

        assertThat(session.say("QUIT\r\n")).startsWith("221 ");
        assertThat(session.client().isClosed()).isTrue();
        assertThat(session.upstream().closed).isTrue();
        assertThat(session.server.read).endsWith("QUIT\r\n");
    }

    @Test
    public void copyShouldBeDroppedWhenTheServerRejectsTheMail() {
        session.server.taken = SmtpReply.of(554, "5.7.1 Spam");
        session.logIn();
        session.beginMail();
        assertThat(session.say("x\r\n.\r\n")).isEqualTo("554 5.7.1 Spam\r\n");
        assertThat(session.events).endsWith("pending", "dot", "REJECTED 554 5.7.1 Spam");
        // The session goes on.
        session.server.taken = SmtpReply.of(250, "2.0.0 Ok");
        session.beginMail();
        assertThat(session.say("y\r\n.\r\n")).isEqualTo("250 2.0.0 Ok\r\n");
    }

    @Test
    public void rejectedCopyShouldBeKeptWhenThatIsSet() {
        session.rules(false, true);
        session.server.taken = SmtpReply.of(554, "5.7.1 Spam");
        session.logIn();
        session.beginMail();
        session.say("x\r\n.\r\n");
        assertThat(session.events).endsWith("REJECTED_KEPT 554 5.7.1 Spam");
    }

    @Test
    public void copyShouldBeUncertainWhenTheServerIsLostBehindTheDot() {
        session.server.taken = null;
        session.logIn();
        session.beginMail();
        assertThat(session.say("x\r\n.\r\n")).startsWith("451 4.4.2 ").contains("\r\n421 4.4.2 ");
        assertThat(session.events).endsWith("pending", "dot", "UNCERTAIN ");
        assertThat(session.client().isClosed()).isTrue();
    }

    @Test
    public void copyShouldBeUncertainWhenTheServerDoesNotReplyToTheDot() {
        session.logIn();
        session.beginMail();
        session.server.silent = true;
        assertThat(session.say("x\r\n.\r\n")).isEmpty();
        session.upstream().tick(0);
        session.upstream().tick(TimeUnit.SECONDS.toNanos(600));
        assertThat(session.said()).startsWith("451 4.4.2 ");
        assertThat(session.events).endsWith("dot", "UNCERTAIN ");
        assertThat(session.upstream().aborted).isTrue();
    }

    @Test
    public void mailShouldNotBeSentWhenNoCopyCanBegin() {
        session.intake.beginFails = true;
        session.logIn();
        session.say("MAIL FROM:<>\r\nRCPT TO:<to@a.example>\r\n");
        assertThat(session.say("DATA\r\n")).startsWith("451 4.3.0 ");
        assertThat(session.events).isEmpty();
        session.intake.beginFails = false;
        assertThat(session.say("DATA\r\n")).startsWith("354 ");
    }

    @Test
    public void dataShouldWaitForAnIntakeThatIsBeingReplaced() {
        session.logIn();
        session.intakeAway = true;
        session.say("MAIL FROM:<>\r\nRCPT TO:<to@a.example>\r\n");
        assertThat(session.say("DATA\r\n")).isEmpty();
        session.tick(0);
        session.tick(9);
        assertThat(session.said()).isEmpty();
        session.intakeAway = false;
        session.tick(10);
        assertThat(session.said()).startsWith("354 ");
        assertThat(session.say("x\r\n.\r\n")).isEqualTo(QUEUED + "\r\n");
        assertThat(session.events).containsExactly("begin", "data", "pending", "dot", "SENT " + QUEUED);

        session.intakeAway = true;
        session.say("MAIL FROM:<>\r\nRCPT TO:<to@a.example>\r\n");
        assertThat(session.say("DATA\r\n")).isEmpty();
        session.tick(20);
        session.tick(29);
        assertThat(session.said()).isEmpty();
        session.tick(30);
        assertThat(session.said()).startsWith("451 4.3.0 ");
    }

    @Test
    public void nothingShouldBeLeftWhenTheClientGoesWhileItsMailWaits() {
        session.logIn();
        session.intakeAway = true;
        session.say("MAIL FROM:<>\r\nRCPT TO:<to@a.example>\r\nDATA\r\n");
        session.client().disconnect();
        session.intakeAway = false;
        session.tick(0);
        assertThat(session.intake.begun).isEmpty();
        assertThat(session.upstream().aborted).isTrue();
    }

    @Test
    public void mailShouldNotBeSentWhenItsCopyIsNotDurable() {
        session.intake.durable = CompletableFuture.failedFuture(FakeIntake.trouble());
        session.logIn();
        session.beginMail();
        assertThat(session.say("x\r\n.\r\n")).startsWith("451 4.3.0 ");
        assertThat(session.events).containsExactly("begin", "data");
        assertThat(session.server.read).doesNotContain("\r\n.\r\n");
        assertThat(session.upstream().aborted).isTrue();
    }

    @Test
    public void mailShouldBeSentWithoutACopyWhenThatIsSet() {
        session.rules(true, false);
        session.intake.beginFails = true;
        session.logIn();
        session.beginMail();
        assertThat(session.say("x\r\n.\r\n")).isEqualTo(QUEUED + "\r\n");
        assertThat(session.events).containsExactly("data", "dot");
        assertThat(session.sessions.uncopied()).isEqualTo(1);
        assertThat(session.sessions.passing()).singleElement().satisfies(passing -> {
            assertThat(passing.uncopied()).isEqualTo(1);
            assertThat(passing.kept()).isZero();
        });
    }

    @Test
    public void mailShouldPassUncopiedWhenTheMailboxIsSuspendedAndSaysSo() {
        session.access = new ProxyAccess(false, new ProxyRules(true, List.of(), false, false, true));
        session.logIn();
        session.beginMail();
        assertThat(session.say("x\r\n.\r\n")).isEqualTo(QUEUED + "\r\n");
        assertThat(session.intake.begun).isEmpty();
        assertThat(session.sessions.uncopied()).isEqualTo(1);
    }

    @Test
    public void sessionShouldBeSeenWithWhatPassed() {
        session.logIn();
        session.beginMail();
        session.say("x\r\n.\r\n");
        assertThat(session.sessions.passing()).singleElement().satisfies(passing -> {
            assertThat(passing.client()).isEqualTo(session.client().remoteAddress());
            assertThat(passing.mailbox()).isEqualTo(Session.BOX.toString());
            assertThat(passing.user()).isEqualTo("anna@srv.example");
            assertThat(passing.target()).isEqualTo("srv.example:465");
            assertThat(passing.kept()).isEqualTo(1);
            assertThat(passing.uncopied()).isZero();
            assertThat(passing.toServer()).isGreaterThan("x\r\n.\r\n".length());
            assertThat(passing.toClient()).isGreaterThan(QUEUED.length());
        });
        session.client().disconnect();
        assertThat(session.sessions.passing()).isEmpty();
    }

    @Test
    public void dotShouldWaitUntilTheCopyIsDurable() {
        CompletableFuture<Void> durable = new CompletableFuture<>();
        session.intake.durable = durable;
        session.logIn();
        session.beginMail();
        assertThat(session.say("x\r\n.\r\n")).isEmpty();
        assertThat(session.client().isSuspended()).isTrue();
        assertThat(session.server.read).doesNotContain("\r\n.\r\n");
        durable.complete(null);
        assertThat(session.said()).isEqualTo(QUEUED + "\r\n");
        assertThat(session.events).endsWith("pending", "dot", "SENT " + QUEUED);
        assertThat(session.client().isSuspended()).isFalse();
    }

    @Test
    public void durableCopyShouldBeDroppedWhenTheClientGoesBeforeTheDot() {
        CompletableFuture<Void> durable = new CompletableFuture<>();
        session.intake.durable = durable;
        session.logIn();
        session.beginMail();
        session.say("x\r\n.\r\n");
        session.client().disconnect();
        durable.complete(null);
        assertThat(session.events).endsWith("pending", "REJECTED ");
        assertThat(session.upstream().aborted).isTrue();
    }

    @Test
    public void outcomeShouldBeKeptWhenTheClientIsGoneBehindTheDot() {
        session.logIn();
        session.beginMail();
        session.upstream().suspended = true;
        assertThat(session.say("x\r\n.\r\n")).isEmpty();
        session.client().disconnect();
        assertThat(session.events).endsWith("dot");
        session.upstream().resumeReads();
        assertThat(session.events).endsWith("dot", "SENT " + QUEUED);
        assertThat(session.upstream().closed).isTrue();
    }

    @Test
    public void nothingShouldBeLeftWhenTheClientGoesInItsMail() {
        session.logIn();
        session.beginMail();
        session.say("half a mail\r\n");
        session.client().disconnect();
        assertThat(session.intake.begun.get(0).closed).isTrue();
        assertThat(session.events).containsExactly("begin", "data");
        assertThat(session.upstream().aborted).isTrue();
    }

    @Test
    public void clientShouldWaitWhenTheServerTakesNoMore() {
        session.logIn();
        session.beginMail();
        session.upstream().setWritable(false);
        session.say("one\r\n");
        assertThat(session.client().isSuspended()).isTrue();
        assertThat(session.upstream().suspended).isTrue();
        session.say("two\r\n.\r\n");
        assertThat(session.intake.begun.get(0).body).asString().doesNotContain("two");
        session.upstream().setWritable(true);
        assertThat(session.said()).isEqualTo(QUEUED + "\r\n");
        assertThat(session.server.mail).hasToString("one\r\ntwo\r\n");
    }

    @Test
    public void bothSidesShouldWaitWhenTheStoreTakesNoMore() {
        session.logIn();
        session.beginMail();
        CompletableFuture<Void> written = new CompletableFuture<>();
        session.intake.written = written;
        session.say("one\r\n");
        assertThat(session.client().isSuspended()).isTrue();
        assertThat(session.upstream().suspended).isTrue();
        assertThat(session.server.mail).isEmpty();
        session.say("two\r\n.\r\n");
        assertThat(session.intake.begun.get(0).body).hasToString("one\r\n");
        session.intake.written = CompletableFuture.completedFuture(null);
        written.complete(null);
        assertThat(session.said()).isEqualTo(QUEUED + "\r\n");
        assertThat(session.intake.begun.get(0).body).hasToString("one\r\ntwo\r\n");
        assertThat(session.server.mail).hasToString("one\r\ntwo\r\n");
    }

    @Test
    public void serverShouldWaitWhenTheClientDoesNotTakeItsReplies() {
        session.logIn();
        session.client().setWritable(false);
        session.say("NOOP\r\n");
        assertThat(session.upstream().suspended).isTrue();
        assertThat(session.client().isSuspended()).isTrue();
        session.client().setWritable(true);
        assertThat(session.upstream().suspended).isFalse();
        assertThat(session.said()).isEqualTo("250 2.0.0 Ok\r\n");
    }

    @Test
    public void sessionShouldEndAfterItsMailWhenDrained() {
        session.logIn();
        session.beginMail();
        session.client().drain();
        assertThat(session.said()).isEmpty();
        assertThat(session.say("x\r\n.\r\n")).startsWith(QUEUED + "\r\n421 4.3.2 ");
        assertThat(session.client().isClosed()).isTrue();
        assertThat(session.upstream().closed).isTrue();
    }

    @Test
    public void sessionShouldFinishWhenTheRoleGoes() {
        session.logIn();
        session.sessions.drain();
        assertThat(session.said()).startsWith("421 4.3.2 ");
        assertThat(session.client().isClosed()).isTrue();
        assertThat(session.upstream().closed).isTrue();
    }

    @Test
    public void clientShouldHearItWhenTheServerGoesBetweenMails() {
        session.logIn();
        session.upstream().end();
        assertThat(session.said()).startsWith("421 4.4.2 ");
        assertThat(session.client().isClosed()).isTrue();
    }

    @Test
    public void mailShouldNotBeSentWhenThereIsABug() {
        session.logIn();
        session.beginMail();
        session.intake.bug = true;
        assertThat(session.say("x\r\n.\r\n")).startsWith("421 4.3.0 ");
        assertThat(session.client().isClosed()).isTrue();
        assertThat(session.upstream().aborted).isTrue();
        assertThat(session.intake.begun.get(0).closed).isTrue();
        assertThat(session.events).containsExactly("begin", "data");
    }
}
