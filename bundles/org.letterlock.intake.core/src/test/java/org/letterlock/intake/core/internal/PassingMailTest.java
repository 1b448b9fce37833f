package org.letterlock.intake.core.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.After;
import org.junit.Test;
import org.letterlock.intake.api.Capture;
import org.letterlock.intake.api.Capture.Protocol;
import org.letterlock.intake.api.IntakeException;
import org.letterlock.intake.api.IntakeException.Reason;
import org.letterlock.intake.api.PendingCopy;
import org.letterlock.intake.api.ProxiedTransaction;
import org.letterlock.mail.api.Envelope;
import org.letterlock.mail.api.MailAddress;
import org.letterlock.mail.api.Peer;
import org.letterlock.mailbox.api.Recipient;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.Outcome;
import org.letterlock.storage.api.PendingFigures;
import org.letterlock.storage.api.StorageException;

/** Mails that pass through the gateway. */
public class PassingMailTest {

    private static final String MAIL = "Subject: x\r\n\r\nbody\r\n";
    private static final Instant NOW = Instant.parse("2026-11-04T04:20:06.789Z");
    private static final Capture CAPTURE = new Capture(Protocol.SMTP_PROXY, "smtp.example.org", "anna");

    private final WatchedStore store = new WatchedStore();
    private final MarkingSealer sealer = new MarkingSealer();
    private final Mailboxes mailboxes = new Mailboxes();
    private final AtomicLong nanoTime = new AtomicLong();
    private final SealingIntake intake = new SealingIntake(
            new Settings("gw.example", 100, Path.of("/nowhere/secret")),
            Clock.fixed(NOW, ZoneOffset.UTC),
            nanoTime::get);
    private final Recipient.Active one = mailboxes.add(1);

    public PassingMailTest() throws Exception {
        intake.store = store;
        intake.sealer = sealer;
        intake.mailboxes = mailboxes;
        await(store.putMailbox(one.id(), new byte[0]));
    }

    @After
    public void closeStore() {
        store.store.close();
        assertThat(store.openBodies).as("bodies neither closed nor appended").hasValue(0);
    }

    private ProxiedTransaction begin() throws IntakeException {
        Envelope envelope = new Envelope(null, List.of(new MailAddress("bert", "x.example")));
        return intake.beginProxied(one.id(), CAPTURE, envelope, peer());
    }

    private static Peer peer() {
        return new Peer(new InetSocketAddress("192.0.2.7", 1), "client", "ESMTPSA", null);
    }

    private PendingCopy pending() throws Exception {
        ProxiedTransaction mail = begin();
        mail.write(ByteBuffer.wrap(MAIL.getBytes(ISO_8859_1)));
        return await(mail.pending());
    }

    @Test
    public void copyShouldBecomeAMailBelowItsTraceHeadersOnceItIsSent() throws Exception {
        ProxiedTransaction mail = begin();
        mail.write(ByteBuffer.wrap(MAIL.getBytes(ISO_8859_1)));
        PendingCopy copy = await(mail.pending());
        mail.close();
        assertThat(messages()).isEmpty();
        await(copy.outcome(Outcome.SENT, "250 2.0.0 queued"));
        copy.close();

        LogRecord.Message message = messages().get(0);
        assertThat(message.id()).isEqualTo(mail.id());
        assertThat(opened(message))
                .startsWith("Return-Path: <>\r\nX-Envelope-To: <bert@x.example>\r\nX-Letterlock-Capture: smtp-proxy; ")
                .contains("\tid " + mail.id() + ";\r\n")
                .endsWith("\r\n" + MAIL);
        assertThat(message.octets()).isEqualTo(opened(message).length());
        assertThat(store.pendingFigures()).isEmpty();
    }

    @Test
    public void replyShouldBeSealedToTheMailbox() throws Exception {
        await(pending().outcome(Outcome.REJECTED_KEPT, "550 gr\u00fc\u00dfe"));
        assertThat(new String(inverted(store.lastReply), UTF_8)).isEqualTo("550 gr\u00fc\u00dfe");
        await(pending().outcome(Outcome.SENT, "\u20ac".repeat(PendingCopy.MAX_REPLY_CHARS + 1)));
        assertThat(new String(inverted(store.lastReply), UTF_8))
                .isEqualTo("\u20ac".repeat(PendingCopy.MAX_REPLY_CHARS));
        await(pending().outcome(Outcome.SENT, ""));
        assertThat(store.lastReply).isEmpty();
    }

    @Test
    public void outcomeShouldCountWhenItsReplyCannotBeSealed() throws Exception {
        PendingCopy copy = pending();
        sealer.failAtFinish = true;
        await(copy.outcome(Outcome.SENT, "250 queued"));
        assertThat(messages()).hasSize(1);
        assertThat(store.lastReply).isEmpty();
    }

    @Test
    public void copyShouldBecomeUncertainWhenItIsClosedWithoutAnOutcome() throws Exception {
        PendingCopy copy = pending();
        copy.close();
        copy.close();
        assertFails(copy.outcome(Outcome.SENT, ""), Reason.STORE);
        await(store.putMailbox(one.id(), new byte[0]));
        assertThat(store.pendingFigures()).isEqualTo(Map.of(one.id(), new PendingFigures(0, 1, 0)));
        assertThat(messages()).hasSize(1);
    }

    @Test
    public void outcomeShouldBeToldOnceUnlessItCouldNotBeKept() throws Exception {
        PendingCopy copy = pending();
        store.store.refuse(StorageException.Reason.IO);
        assertFails(copy.outcome(Outcome.SENT, ""), Reason.STORE);
        store.store.refuse(null);
        await(copy.outcome(Outcome.REJECTED, ""));
        assertFails(copy.outcome(Outcome.SENT, ""), Reason.STORE);
        assertThat(messages()).isEmpty();
    }

    @Test
    public void mailShouldBeKeptAtOnceWhenItNeedsNoOutcome() throws Exception {
        ProxiedTransaction mail = intake.beginProxied(
                one.id(), new Capture(Protocol.POP3_PROXY, "pop.example.org", "anna"), null, peer());
        mail.write(ByteBuffer.wrap(MAIL.getBytes(ISO_8859_1)));
        await(mail.commit());
        assertThat(opened(messages().get(0)))
                .startsWith("X-Letterlock-Capture: pop3-proxy; server=pop.example.org; user=anna\r\n")
                .endsWith(MAIL);
        assertFails(mail.pending(), Reason.STORE);
    }

    @Test
    public void nothingShouldBeKeptWhenItCannotBe() throws Exception {
        ProxiedTransaction refused = begin();
        store.appendFailure = StorageException.Reason.DISK_LOW;
        assertFails(refused.pending(), Reason.DISK_LOW);
        store.appendFailure = null;
        ProxiedTransaction late = begin();
        nanoTime.addAndGet(Recipient.KEY_USE_LIMIT.toNanos());
        assertFails(late.pending(), Reason.MAILBOX_CHANGED);
        begin().close();
        mailboxes.suspend(one.id());
        assertThatThrownBy(this::begin)
                .isInstanceOfSatisfying(
                        IntakeException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MAILBOX_CHANGED));
        assertThat(messages()).isEmpty();
        assertThat(store.pendingFigures()).isEmpty();
    }

    private List<LogRecord.Message> messages() throws StorageException {
        List<LogRecord.Message> messages = new ArrayList<>();
        store.scan(LogPosition.START, store.end(), logged -> {
            if (logged instanceof LogRecord.Message message) {
                messages.add(message);
            }
            return true;
        });
        return messages;
    }

    private String opened(LogRecord.Message message) throws Exception {
        try (InputStream in = store.open(message)) {
            return new String(inverted(in.readAllBytes()), ISO_8859_1);
        }
    }

    /** What was sealed, with the mark of the key behind it checked and taken off. */
    private byte[] inverted(byte[] sealed) {
        byte[] plain = new byte[sealed.length - 1];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = (byte) ~sealed[i];
        }
        assertThat(sealed[plain.length]).as("key").isEqualTo(one.key().encoded()[0]);
        return plain;
    }

    private static void assertFails(CompletionStage<?> stage, Reason reason) {
        assertThatThrownBy(() -> await(stage))
                .cause()
                .isInstanceOfSatisfying(
                        IntakeException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
