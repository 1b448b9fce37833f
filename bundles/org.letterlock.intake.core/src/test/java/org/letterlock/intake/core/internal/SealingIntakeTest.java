package org.letterlock.intake.core.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.After;
import org.junit.Test;
import org.letterlock.crypto.api.EscrowCertificate;
import org.letterlock.intake.api.IntakeException;
import org.letterlock.intake.api.IntakeException.Reason;
import org.letterlock.intake.api.IntakeTransaction;
import org.letterlock.mail.api.DsnRequest;
import org.letterlock.mail.api.Envelope;
import org.letterlock.mail.api.MailAddress;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.Peer;
import org.letterlock.mail.api.TlsInfo;
import org.letterlock.mailbox.api.Recipient;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.StorageException;

public class SealingIntakeTest {

    private static final Instant NOW = Instant.parse("2026-11-04T04:20:06.789Z");
    private static final String MAIL = "Subject: x\r\n\r\n.\r\n\n.\nGr\u00fc\u00dfe\0\r\n";

    private final WatchedStore store = new WatchedStore();
    private final MarkingSealer sealer = new MarkingSealer();
    private final Mailboxes mailboxes = new Mailboxes();
    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1);
    private final SealingIntake intake = new SealingIntake(
            new Settings("gw.example", 100, Path.of("/nowhere/secret")),
            Clock.fixed(NOW, ZoneOffset.ofHours(2)),
            nanoTime::get);
    private final Recipient.Active one = mailboxes.add(1);
    private final Recipient.Active two = mailboxes.add(2);

    public SealingIntakeTest() throws Exception {
        intake.store = store;
        intake.sealer = sealer;
        intake.mailboxes = mailboxes;
        for (Recipient.Active known : List.of(one, two)) {
            await(store.putMailbox(known.id(), new byte[0]));
        }
    }

    @After
    public void closeStore() {
        store.store.close();
        assertThat(store.openBodies).as("bodies neither closed nor appended").hasValue(0);
    }

    @Test
    public void mailShouldBeKeptByteForByteBelowItsTraceHeaders() throws Exception {
        IntakeTransaction mail = begin(one);
        mail.write(octets(MAIL));
        await(mail.commit());

        assertThat(opened(one)).isEqualTo(headers(mail, one) + MAIL);
        LogRecord.Message record = messages().get(0);
        assertThat(record.id()).isEqualTo(mail.id());
        assertThat(record.received()).isEqualTo(NOW);
        assertThat(record.octets()).isEqualTo((headers(mail, one) + MAIL).length());
    }

    @Test
    public void eachMailboxShouldGetItsOwnCopyOfTheSameMail() throws Exception {
        IntakeTransaction mail = begin(one, two);
        mail.write(octets(MAIL));
        await(mail.commit());

        assertThat(opened(one))
                .isEqualTo(headers(mail, one) + MAIL)
                .doesNotContain(two.address().toString());
        assertThat(opened(two))
                .isEqualTo(headers(mail, two) + MAIL)
                .doesNotContain(one.address().toString());
        assertThat(messages()).extracting(LogRecord.Message::id).containsOnly(mail.id());
    }

    @Test
    public void escrowShouldBeSealedToWhereAMailboxHasOne() throws Exception {
        Recipient.Active escrowed = mailboxes.add(3, new EscrowCertificate(new byte[] {9}, new byte[32]));
        await(store.putMailbox(escrowed.id(), new byte[0]));
        IntakeTransaction mail = begin(one, escrowed);
        mail.write(octets(MAIL));
        await(mail.commit());

        assertThat(opened(one)).as("sealed to its mailbox only").isEqualTo(headers(mail, one) + MAIL);
        assertThat(marks(escrowed, 2)).containsExactly(3, 9);
    }

    @Test
    public void eachCopyShouldTellOnlyWhatWasAskedAboutItself() throws Exception {
        DsnRequest dsn = new DsnRequest(
                new DsnRequest.Mail("HDRS", null),
                Map.of(two.address(), new DsnRequest.Recipient("NEVER", "rfc822;two")));
        Envelope envelope = new Envelope(null, List.of(one.address(), two.address()), dsn);
        await(intake.begin(envelope, peer(), Set.of(one.id(), two.id())).commit());

        assertThat(opened(one)).contains("\r\nX-Letterlock-DSN: RET=HDRS\r\n");
        assertThat(opened(two)).contains("\r\nX-Letterlock-DSN: RET=HDRS NOTIFY=NEVER ORCPT=rfc822;two\r\n");
    }

    @Test
    public void mailShouldBeRefusedWhileTooManyCopiesAreInProgress() throws Exception {
        List<IntakeTransaction> open = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            open.add(begin(one));
        }
        assertThatThrownBy(() -> begin(one))
                .isInstanceOfSatisfying(
                        IntakeException.class, e -> assertThat(e.reason()).isEqualTo(Reason.STORE));

        await(open.get(0).commit());
        open.get(1).close();
        open.get(1).close();
        begin(one, two).close();
        open.forEach(IntakeTransaction::close);
    }

    @Test
    public void mailShouldBeRefusedWhenItTookSoLongThatItsKeyMayBeGone() throws Exception {
        IntakeTransaction inTime = begin(one);
        IntakeTransaction late = begin(one);
        nanoTime.addAndGet(Recipient.KEY_USE_LIMIT.toNanos() - 1);
        await(inTime.commit());
        nanoTime.incrementAndGet();

        assertThatThrownBy(() -> await(late.commit()))
                .hasRootCauseInstanceOf(IntakeException.class)
                .hasStackTraceContaining("its key may be gone");
        assertThat(messages()).extracting(LogRecord.Message::id).containsExactly(inTime.id());
    }

    @Test
    public void splitsShouldNotMatter() throws Exception {
        long seed = System.nanoTime();
        System.out.println("SealingIntakeTest seed " + seed);
        Random random = new Random(seed);
        ByteBuffer whole = octets(MAIL);
        IntakeTransaction mail = begin(one, two);
        while (whole.hasRemaining()) {
            int length = Math.min(whole.remaining(), random.nextInt(4));
            ByteBuffer part = whole.slice(whole.position(), length);
            assertThat(mail.write(part).toCompletableFuture()).isCompleted();
            assertThat(part.hasRemaining()).isFalse();
            whole.position(whole.position() + length);
        }
        await(mail.commit());

        assertThat(opened(one)).isEqualTo(headers(mail, one) + MAIL);
        assertThat(opened(two)).isEqualTo(headers(mail, two) + MAIL);
    }

    @Test
    public void octetsShouldCountTheFinalLineEndThatRetrAdds() throws Exception {
        assertThat(countedBeyondHeaders("")).isEqualTo(0);
        assertThat(countedBeyondHeaders("a\r\n")).isEqualTo(3);
        assertThat(countedBeyondHeaders("a")).isEqualTo(3);
        assertThat(countedBeyondHeaders("a\r")).isEqualTo(4);
        assertThat(countedBeyondHeaders("a\n")).isEqualTo(4);
        assertThat(countedBeyondHeaders("\n")).isEqualTo(3);
        assertThat(countedBeyondHeaders("a\r", "\n")).isEqualTo(3);
        assertThat(countedBeyondHeaders("a\r\n", "")).isEqualTo(3);
    }

    private long countedBeyondHeaders(String... parts) throws Exception {
        IntakeTransaction mail = begin(one);
        for (String part : parts) {
            mail.write(octets(part));
        }
        await(mail.commit());
        List<LogRecord.Message> messages = messages();
        return messages.get(messages.size() - 1).octets() - headers(mail, one).length();
    }

    @Test
    public void writeShouldCompleteWhenEveryBodyTakesMore() throws Exception {
        List<CompletableFuture<Void>> answers = new ArrayList<>();
        IntakeTransaction mail = begin(one, two);
        store.writeAnswer = () -> {
            answers.add(new CompletableFuture<>());
            return answers.get(answers.size() - 1);
        };
        CompletionStage<Void> more = mail.write(octets(MAIL));

        assertThat(answers).hasSize(2);
        answers.get(1).complete(null);
        assertThat(more.toCompletableFuture()).isNotDone();
        answers.get(0).complete(null);
        assertThat(more.toCompletableFuture()).isCompleted();
        store.writeAnswer = () -> CompletableFuture.completedFuture(null);
        assertThat(mail.write(octets(MAIL))).isSameAs(Copy.READY);
        await(mail.commit());
    }

    @Test
    public void storeShouldOwnTheBodiesOnceCommitted() throws Exception {
        IntakeTransaction mail = begin(one);
        mail.write(octets(MAIL));
        store.store.hold();
        CompletionStage<Void> committed = mail.commit();
        mail.close();
        assertThat(committed.toCompletableFuture()).as("before it is durable").isNotDone();
        store.store.release();
        await(committed);

        assertThat(opened(one)).endsWith(MAIL);
        assertFails(mail.commit(), Reason.STORE);
    }

    @Test
    public void closeShouldDropTheMail() throws Exception {
        IntakeTransaction mail = begin(one, two);
        mail.write(octets(MAIL));
        mail.close();
        mail.close();

        assertThat(store.openBodies).hasValue(0);
        assertFails(mail.commit(), Reason.STORE);
        assertThat(messages()).isEmpty();
    }

    @Test
    public void beginShouldFailWhenARecipientTakesNoMailAnyMore() {
        mailboxes.suspend(two.id());
        assertBeginFails(Reason.MAILBOX_CHANGED);
        assertThatThrownBy(() -> intake.begin(envelope(), peer(), Set.of(new MailboxId(9, 9))))
                .isInstanceOf(IntakeException.class);
    }

    @Test
    public void beginShouldDropFirstBodyWhenTheSecondCannotBeOpened() {
        store.bodiesBeforeFailure = 1;
        assertBeginFails(Reason.DISK_LOW);
    }

    @Test
    public void beginShouldDropBodiesWhenSealingCannotBegin() {
        sealer.sealsBeforeFailure = 1;
        assertBeginFails(Reason.SEALING);
        sealer.sealsBeforeFailure = Integer.MAX_VALUE;
        sealer.updatesBeforeFailure = 1;
        assertBeginFails(Reason.SEALING);
    }

    @Test
    public void commitShouldFailWhenSealingFailedBefore() throws Exception {
        IntakeTransaction mail = begin(one, two);
        sealer.updatesBeforeFailure = 1;
        ByteBuffer part = octets(MAIL);
        assertFails(mail.write(part), Reason.SEALING);
        assertThat(part.hasRemaining())
                .as("the caller may go on reading from the wire")
                .isFalse();
        assertFails(mail.write(octets(MAIL)), Reason.SEALING);
        assertFails(mail.commit(), Reason.SEALING);
        assertThat(messages()).isEmpty();
    }

    @Test
    public void commitShouldFailWhenSealingCannotEnd() throws Exception {
        IntakeTransaction mail = begin(one, two);
        mail.write(octets(MAIL));
        sealer.failAtFinish = true;
        assertFails(mail.commit(), Reason.SEALING);
        assertThat(messages()).isEmpty();
    }

    @Test
    public void commitShouldFailWhenABodyCouldNotBeStored() throws Exception {
        IntakeTransaction mail = begin(one);
        CompletableFuture<Void> answer = new CompletableFuture<>();
        store.writeAnswer = () -> answer;
        CompletionStage<Void> more = mail.write(octets(MAIL));
        answer.completeExceptionally(new StorageException(StorageException.Reason.DISK_LOW, "full", null));

        assertFails(more, Reason.DISK_LOW);
        store.writeAnswer = () -> CompletableFuture.completedFuture(null);
        assertFails(mail.write(octets(MAIL)), Reason.DISK_LOW);
        assertFails(mail.commit(), Reason.DISK_LOW);
        assertThat(messages()).isEmpty();
    }

    @Test
    public void mailWithoutEndShouldBeGivenUpWhenTheDiskRunsLow() throws Exception {
        store.admissionsBeforeFailure = 1;
        IntakeTransaction mail = begin(one);
        ByteBuffer mebibyte = ByteBuffer.allocate(1 << 20);
        for (int written = 0; written < 15; written++) {
            mail.write(mebibyte.duplicate());
        }
        assertThat(store.openBodies).hasValue(1);
        assertFails(mail.write(mebibyte.duplicate()), Reason.DISK_LOW);
        assertThat(store.openBodies).hasValue(0);
        assertFails(mail.commit(), Reason.DISK_LOW);
        assertThat(messages()).isEmpty();
    }

    @Test
    public void commitShouldSayInItsOwnTermsWhyTheStoreRefused() throws Exception {
        for (StorageException.Reason reason : StorageException.Reason.values()) {
            IntakeTransaction mail = begin(one);
            mail.write(octets(MAIL));
            store.appendFailure = reason;
            Reason expected = switch (reason) {
                case DISK_LOW -> Reason.DISK_LOW;
                case NO_SUCH_MAILBOX, MAILBOX_CHANGED -> Reason.MAILBOX_CHANGED;
                case CLOSED -> Reason.AWAY;
                default -> Reason.STORE;
            };
            assertFails(mail.commit(), expected);
        }
    }

    @Test
    public void nothingShouldBeAdmittedWhileAServiceIsAway() throws Exception {
        intake.admit(0);
        intake.store = null;
        assertNothingTaken();
        intake.store = store;
        intake.sealer = null;
        assertNothingTaken();
        intake.sealer = sealer;
        intake.mailboxes = null;
        assertNothingTaken();
        intake.mailboxes = mailboxes;
        store.store.refuse(StorageException.Reason.CLOSED);
        assertNothingTaken();
    }

    @Test
    public void admitShouldAskTheStore() {
        store.store.refuse(StorageException.Reason.DISK_LOW);
        assertThat(catchThrowableOfType(IntakeException.class, () -> intake.admit(1))
                        .reason())
                .isEqualTo(Reason.DISK_LOW);
    }

    @Test
    public void transactionShouldKeepTheServicesOfItsBeginning() throws Exception {
        IntakeTransaction mail = begin(one);
        intake.store = null;
        intake.sealer = null;
        intake.mailboxes = null;
        mail.write(octets(MAIL));
        await(mail.commit());
        assertThat(opened(one)).endsWith(MAIL);
    }

    private void assertNothingTaken() {
        assertThat(catchThrowableOfType(IntakeException.class, () -> intake.admit(0))
                        .reason())
                .isEqualTo(Reason.AWAY);
        assertBeginFails(Reason.AWAY);
    }

    private void assertBeginFails(Reason reason) {
        assertThat(catchThrowableOfType(IntakeException.class, () -> begin(one, two))
                        .reason())
                .isEqualTo(reason);
        assertThat(store.openBodies).hasValue(0);
    }

    private static void assertFails(CompletionStage<Void> stage, Reason reason) {
        ExecutionException thrown = catchThrowableOfType(
                ExecutionException.class, () -> stage.toCompletableFuture().get(10, TimeUnit.SECONDS));
        assertThat(thrown)
                .cause()
                .isInstanceOf(IntakeException.class)
                .extracting("reason")
                .isEqualTo(reason);
    }

    private IntakeTransaction begin(Recipient.Active... recipients) throws IntakeException {
        Set<MailboxId> ids = new LinkedHashSet<>();
        for (Recipient.Active recipient : recipients) {
            ids.add(recipient.id());
        }
        return intake.begin(envelope(), peer(), ids);
    }

    private Envelope envelope() {
        return new Envelope(new MailAddress("anna", "client.example"), List.of(one.address(), two.address()));
    }

    private static Peer peer() {
        return new Peer(
                new InetSocketAddress("192.0.2.7", 40123),
                "mail.client.example",
                "ESMTPS",
                new TlsInfo("TLSv1.3", "TLS_AES_256_GCM_SHA384"));
    }

    private static String headers(IntakeTransaction mail, Recipient.Active recipient) {
        return "Return-Path: <anna@client.example>\r\n"
                + "X-Envelope-To: <" + recipient.address() + ">\r\n"
                + "Received: from mail.client.example ([192.0.2.7]) by gw.example\r\n"
                + "\twith ESMTPS (TLSv1.3)\r\n"
                + "\tid " + mail.id() + "\r\n"
                + "\tfor <" + recipient.address() + ">\r\n"
                + "\ttls TLS_AES_256_GCM_SHA384;\r\n"
                + "\tWed, 4 Nov 2026 04:20:06 +0000\r\n";
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

    private byte[] sealed(Recipient.Active recipient) throws Exception {
        LogRecord.Message message = messages().stream()
                .filter(kept -> kept.mailbox().equals(recipient.id()))
                .findFirst()
                .orElseThrow();
        try (InputStream in = store.open(message)) {
            return in.readAllBytes();
        }
    }

    /** The keys a mail is sealed to, in order. */
    private byte[] marks(Recipient.Active recipient, int count) throws Exception {
        byte[] sealed = sealed(recipient);
        return Arrays.copyOfRange(sealed, sealed.length - count, sealed.length);
    }

    private String opened(Recipient.Active recipient) throws Exception {
        byte[] sealed = sealed(recipient);
        int length = sealed.length - 1;
        assertThat(sealed[length]).as("key").isEqualTo(recipient.key().encoded()[0]);
        for (int i = 0; i < length; i++) {
            sealed[i] = (byte) ~sealed[i];
        }
        return new String(sealed, 0, length, ISO_8859_1);
    }

    private static ByteBuffer octets(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }

    private static void await(CompletionStage<Void> stage) throws Exception {
        stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
