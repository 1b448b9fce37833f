package org.letterlock.smtp.server.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.Test;
import org.letterlock.intake.api.IntakeException;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.spi.api.GatewayEvent;
import org.letterlock.spi.api.LoginFailed;
import org.letterlock.spi.api.MailAccepted;
import org.letterlock.spi.api.MailFailed;
import org.letterlock.spi.api.RecipientRefused;
import org.letterlock.spi.api.Role;
import org.letterlock.testkit.transport.LoopbackConnection;
import org.letterlock.transport.api.ListenerInfo;
import org.letterlock.transport.api.ListenerInfo.TlsMode;

public class SessionEventsTest {

    private static final MailboxId FIRST = new MailboxId(7, 1);
    private static final MailboxId SECOND = new MailboxId(7, 2);
    private static final String MAIL_TO_BOTH =
            "MAIL FROM:<>\r\nRCPT TO:<" + FIRST + "@gw.example>\r\nRCPT TO:<" + SECOND + "@gw.example>\r\nDATA\r\n";

    private final FakeIntake intake = new FakeIntake();
    private final List<GatewayEvent> told = new ArrayList<>();
    private @Nullable Services services = new Services(FakeMailboxes.create(), intake);

    @Test
    public void mailShouldBeToldOnceWhenItIsDurable() {
        LoopbackConnection connection = connect();
        intake.committed = new CompletableFuture<>();
        connection.receive(MAIL_TO_BOTH);
        connection.receive("..x\r\n.\r\n");
        assertThat(told).isEmpty();

        intake.committed.complete(null);

        assertThat(told).singleElement().isInstanceOfSatisfying(MailAccepted.class, mail -> {
            assertThat(mail.role()).isEqualTo(Role.JOURNAL);
            assertThat(mail.listener()).isEqualTo("test");
            assertThat(mail.message()).isEqualTo(FakeIntake.ID);
            assertThat(mail.mailboxes()).containsExactlyInAnyOrder(FIRST, SECOND);
            assertThat(mail.octets()).isEqualTo(4);
            assertThat(mail.commitLatency()).isGreaterThanOrEqualTo(Duration.ZERO);
            assertThat(mail.peer()).isEqualTo(connection.remoteAddress());
        });
    }

    @Test
    public void mailShouldBeToldAlsoWhenItsSenderHasGone() {
        LoopbackConnection connection = connect();
        intake.committed = new CompletableFuture<>();
        connection.receive(MAIL_TO_BOTH);
        connection.receive("x\r\n.\r\n");
        connection.disconnect();

        intake.committed.complete(null);

        assertThat(told).singleElement().isInstanceOf(MailAccepted.class);
    }

    @Test
    public void mailThatCannotBeKeptShouldBeToldWithItsReason() {
        LoopbackConnection connection = connect();
        intake.committed =
                CompletableFuture.failedFuture(new IntakeException(IntakeException.Reason.SEALING, "on purpose", null));
        connection.receive(MAIL_TO_BOTH);
        connection.receive("x\r\n.\r\n");

        assertThat(told).singleElement().isInstanceOfSatisfying(MailFailed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(MailFailed.Reason.SEALING);
            assertThat(failed.mailboxes()).containsExactlyInAnyOrder(FIRST, SECOND);
        });
    }

    @Test
    public void mailThatCannotBeginShouldBeToldOnceHoweverLongItWaited() {
        services = null;
        LoopbackConnection connection = connect();
        connection.receive("MAIL FROM:<>\r\n");
        long now = System.nanoTime();
        connection.tick(now);
        connection.tick(now + 5_000_000_000L);
        assertThat(told).isEmpty();
        connection.tick(now + 20_000_000_000L);

        assertThat(told).singleElement().isInstanceOfSatisfying(MailFailed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(MailFailed.Reason.AWAY);
            assertThat(failed.mailboxes()).isEmpty();
        });

        services = new Services(FakeMailboxes.create(), intake);
        told.clear();
        intake.beginFailure = IntakeException.Reason.DISK_LOW;
        connection.receive(MAIL_TO_BOTH);
        assertThat(told).singleElement().isInstanceOfSatisfying(MailFailed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(MailFailed.Reason.DISK_LOW);
            assertThat(failed.mailboxes()).hasSize(2);
        });
    }

    @Test
    public void recipientThatIsRefusedShouldBeToldWithItsReason() {
        LoopbackConnection connection = connect();
        connection.receive("MAIL FROM:<>\r\n");
        assertThat(refusal(connection, "nobody@gw.example")).isEqualTo("UNKNOWN null false");
        assertThat(refusal(connection, "a@b.example")).isEqualTo("FOREIGN_DOMAIN null false");
        assertThat(refusal(connection, "postmaster")).isEqualTo("NO_POSTMASTER null true");
        assertThat(refusal(connection, "suspended@gw.example")).isEqualTo("SUSPENDED " + new MailboxId(1, 1) + " true");
        assertThat(refusal(connection, "tls-now@gw.example"))
                .isEqualTo("TLS_REQUIRED " + new MailboxId(1, 2) + " false");
        assertThat(refusal(connection, "network-later@gw.example"))
                .isEqualTo("ADDRESS " + new MailboxId(1, 3) + " true");
        assertThat(refusal(connection, "certificate@gw.example"))
                .isEqualTo("CERTIFICATE " + new MailboxId(1, 4) + " false");
    }

    private String refusal(LoopbackConnection connection, String recipient) {
        told.clear();
        connection.receive("RCPT TO:<" + recipient + ">\r\n");
        RecipientRefused refused = (RecipientRefused) told.get(0);
        assertThat(told).hasSize(1);
        assertThat(refused.recipient()).hasToString(recipient);
        return refused.reason() + " " + refused.mailbox() + " " + refused.deferred();
    }

    @Test
    public void loginThatLeadsNowhereShouldBeTold() {
        LoopbackConnection connection = connect(TlsMode.IMPLICIT, Map.of("proxy", "true"));
        connection.receive(plain("box"));
        connection.receive(plain("a%srv.example%box"));

        assertThat(told)
                .extracting(event -> ((LoginFailed) event).role() + " " + ((LoginFailed) event).reason())
                .containsExactly("smtp-proxy NO_ROUTE", "smtp-proxy UNAVAILABLE");
    }

    private static String plain(String user) {
        return "AUTH PLAIN "
                + Base64.getEncoder().encodeToString(("\0" + user + "\0pw").getBytes(StandardCharsets.UTF_8))
                + "\r\n";
    }

    /** In clear, where some recipients are refused. */
    private LoopbackConnection connect() {
        return connect(TlsMode.UPGRADE, Map.of());
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
                c -> new SmtpHandler(c, settings, () -> services, () -> null, told::add));
        made.receive("EHLO c.example\r\n");
        return made;
    }
}
