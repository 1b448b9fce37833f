package org.letterlock.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.Before;
import org.junit.Test;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.storage.api.DeduplicationKey;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.NewMessage;
import org.letterlock.storage.api.Outcome;
import org.letterlock.storage.api.PendingFigures;
import org.letterlock.storage.api.PendingMessage;
import org.letterlock.storage.api.SealedBody;
import org.letterlock.storage.api.StorageException;
import org.letterlock.storage.api.StorageException.Reason;

/** What every {@link MessageStore} owes its users. A subclass gives an empty store for each test, and closes it. */
public abstract class MessageStoreContract {

    private static final MailboxId ONE = new MailboxId(1, 1);
    private static final MailboxId TWO = new MailboxId(2, 2);
    private static final MailboxId NOBODY = new MailboxId(3, 3);
    private static final DeduplicationKey KEY = new DeduplicationKey(1, 2, 3, 4);
    private static final byte[] NO_REPLY = {};
    private static final Instant RECEIVED = Instant.ofEpochMilli(1_760_000_000_123L);

    /** The store under test. */
    protected abstract MessageStore store();

    @Before
    public void knowMailboxes() {
        store().putMailbox(ONE, new byte[] {1}).toCompletableFuture().join();
        store().putMailbox(TWO, new byte[] {2}).toCompletableFuture().join();
    }

    @Test
    public void mailShouldComeBackEqualWhateverItsLength() throws Exception {
        for (int length : new int[] {0, 1, 7, 8, 4_096, 100_000, 6 << 20}) {
            byte[] sealed = octets(length);
            LogRecord.Message message = append(sealed, ONE).get(0);
            assertThat(message.sealedLength()).isEqualTo(length);
            assertThat(message.octets()).isEqualTo(length + 2L);
            assertThat(message.received()).isEqualTo(RECEIVED);
            assertThat(read(message)).isEqualTo(sealed);
        }
    }

    @Test
    public void bodyShouldBeTheOctetsInTheOrderTheyWereWritten() throws Exception {
        byte[] sealed = octets(300_000);
        SealedBody body = store().newBody();
        for (int at = 0; at < sealed.length; at += 30_000) {
            body.write(ByteBuffer.wrap(sealed, at, 30_000))
                    .toCompletableFuture()
                    .join();
        }
        assertThat(body.length()).isEqualTo(sealed.length);
        NewMessage mail = new NewMessage(ONE, new MessageId(UUID.randomUUID()), RECEIVED, 1, body);
        assertThat(read(join(store().append(List.of(mail))).get(0))).isEqualTo(sealed);
    }

    @Test
    public void copiesShouldShareTheIdAndHaveNumbersOfTheirMailboxes() throws Exception {
        append(octets(10), TWO);
        List<LogRecord.Message> copies = append(octets(10), ONE, TWO);

        assertThat(copies).extracting(LogRecord.Message::mailbox).containsExactly(ONE, TWO);
        assertThat(copies).extracting(LogRecord.Message::sequence).containsExactly(1L, 2L);
        assertThat(copies.get(0).id()).isEqualTo(copies.get(1).id());
        assertThat(messages()).endsWith(copies.get(0), copies.get(1));
    }

    @Test
    public void numbersShouldHaveNoGapWhenMailsComeFromManyThreads() throws Exception {
        List<CompletableFuture<Void>> producers = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.runAsync(() -> {
                    for (int n = 0; n < 50; n++) {
                        appendUnchecked(ONE);
                    }
                }))
                .toList();
        producers.forEach(CompletableFuture::join);

        assertThat(messages().stream().map(LogRecord.Message::sequence))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 400).boxed().toList());
    }

    @Test
    public void appendShouldStoreNothingWhenOneMailboxIsUnknown() throws Exception {
        assertRefused(Reason.NO_SUCH_MAILBOX, () -> append(octets(10), ONE, NOBODY));
        assertThat(messages()).isEmpty();
        assertThat(append(octets(10), ONE).get(0).sequence()).isEqualTo(1);
    }

    @Test
    public void removalShouldBeRefusedWhenMailsCameThatItsCallerDoesNotKnow() throws Exception {
        append(octets(10), ONE);
        long known = store().lastSequence(ONE);
        append(octets(10), ONE);
        assertRefused(Reason.MAILBOX_CHANGED, () -> join(store().removeMailbox(ONE, known)));
        assertThat(store().mailboxStates()).containsKey(ONE);
        join(store().removeMailbox(ONE, store().lastSequence(ONE)));
        assertThat(store().mailboxStates()).doesNotContainKey(ONE);
    }

    @Test
    public void appendShouldBeRefusedWhenTheMailboxWasRemovedAndItsMailsStay() throws Exception {
        LogRecord.Message kept = append(octets(10), ONE).get(0);
        join(store().removeMailbox(ONE, Long.MAX_VALUE));

        assertRefused(Reason.NO_SUCH_MAILBOX, () -> append(octets(10), ONE));
        assertThat(store().mailboxStates()).containsOnlyKeys(TWO);
        assertThat(read(kept)).isEqualTo(octets(10));
        assertThat(scan(LogPosition.START))
                .anySatisfy(record -> assertThat(record)
                        .isInstanceOfSatisfying(
                                LogRecord.State.class,
                                state -> assertThat(state.removed()).isTrue()));
    }

    @Test
    public void statesShouldBeTheLastOnesAndCopies() {
        byte[] given = {5, 6};
        join(store().putMailbox(ONE, given));
        given[0] = 0;
        store().mailboxStates().values().forEach(state -> state[0] = 0);

        assertThat(store().mailboxStates().get(ONE)).containsExactly(5, 6);
        assertThat(store().mailboxStates().get(TWO)).containsExactly(2);
    }

    @Test
    public void deletionShouldBeNoErrorWhenAMailIsDeletedTwice() throws Exception {
        LogRecord.Message first = append(octets(10), ONE).get(0);
        LogRecord.Message second = append(octets(10), ONE).get(0);
        join(store().delete(List.of(first)));
        join(store().delete(List.of(first, second)));
        join(store().delete(List.of()));

        List<MessageId> deleted = new ArrayList<>();
        for (LogRecord record : scan(LogPosition.START)) {
            if (record instanceof LogRecord.Deletion deletion) {
                assertThat(deletion.mailbox()).isEqualTo(ONE);
                deleted.addAll(deletion.messages());
            }
        }
        assertThat(deleted).containsOnly(first.id(), second.id());
    }

    @Test
    public void pendingCopyShouldBeInvisibleUntilItsOutcomeAndThenBeTheNextMail() throws Exception {
        byte[] sealed = octets(5_000);
        PendingMessage first = appendPending(sealed, ONE);
        assertThat(first.mailbox()).isEqualTo(ONE);
        assertThat(first.received()).isEqualTo(RECEIVED);
        assertThat(first.octets()).isEqualTo(5_002);
        assertThat(first.sealedLength()).isEqualTo(5_000);
        assertThat(messages()).isEmpty();
        assertThat(store().lastSequence(ONE)).isZero();
        assertThat(store().pendingFigures()).isEqualTo(Map.of(ONE, new PendingFigures(1, 0, 0)));

        LogRecord.Message before = append(octets(10), ONE).get(0);
        LogRecord.Message sent = complete(first, Outcome.SENT).orElseThrow();
        LogRecord.Message behind = append(octets(10), ONE).get(0);

        assertThat(List.of(before.sequence(), sent.sequence(), behind.sequence()))
                .containsExactly(1L, 2L, 3L);
        assertThat(sent)
                .isEqualTo(new LogRecord.Message(
                        sent.position(), ONE, first.id(), 2, RECEIVED, first.octets(), first.sealedLength()));
        assertThat(messages()).containsExactly(before, sent, behind);
        assertThat(read(sent)).isEqualTo(sealed);
        assertThat(store().pendingFigures()).isEmpty();
    }

    @Test
    public void pendingCopyShouldBeGoneWhenItWasRejected() throws Exception {
        PendingMessage pending = appendPending(octets(10), ONE);
        assertThat(complete(pending, Outcome.REJECTED)).isEmpty();
        assertThat(messages()).isEmpty();
        assertThat(store().pendingFigures()).isEmpty();
        assertThat(append(octets(10), ONE).get(0).sequence()).isEqualTo(1);
    }

    @Test
    public void flaggedMailsShouldBeCountedUntilTheyAreDeleted() throws Exception {
        LogRecord.Message uncertain =
                complete(appendPending(octets(10), ONE), Outcome.UNCERTAIN).orElseThrow();
        LogRecord.Message rejected =
                complete(appendPending(octets(20), ONE), Outcome.REJECTED_KEPT).orElseThrow();
        complete(appendPending(octets(20), TWO), Outcome.UNCERTAIN);

        assertThat(messages()).hasSize(3).startsWith(uncertain, rejected);
        assertThat(read(rejected)).isEqualTo(octets(20));
        assertThat(store().pendingFigures())
                .isEqualTo(Map.of(ONE, new PendingFigures(0, 1, 1), TWO, new PendingFigures(0, 1, 0)));
        join(store().delete(List.of(uncertain)));
        assertThat(store().pendingFigures())
                .isEqualTo(Map.of(ONE, new PendingFigures(0, 0, 1), TWO, new PendingFigures(0, 1, 0)));
    }

    @Test
    public void onlyTheFirstOutcomeShouldCount() throws Exception {
        PendingMessage pending = appendPending(octets(10), ONE);
        complete(pending, Outcome.SENT);
        assertRefused(Reason.NO_SUCH_MESSAGE, () -> complete(pending, Outcome.UNCERTAIN));
        assertRefused(Reason.NO_SUCH_MESSAGE, () -> complete(pending, Outcome.REJECTED));
        assertThat(messages()).hasSize(1);
        assertThat(store().pendingFigures()).isEmpty();
    }

    @Test
    public void oneOutcomeShouldWinWhenTwoComeAtTheSameTime() throws Exception {
        for (int i = 0; i < 50; i++) {
            PendingMessage pending = appendPending(octets(10), ONE);
            CompletableFuture<?> sent =
                    store().complete(pending, Outcome.SENT, NO_REPLY).toCompletableFuture();
            CompletableFuture<?> uncertain =
                    store().complete(pending, Outcome.UNCERTAIN, NO_REPLY).toCompletableFuture();
            sent.join();
            assertRefused(Reason.NO_SUCH_MESSAGE, uncertain::join);
            assertThat(store().lastSequence(ONE)).isEqualTo(i + 1L);
        }
        assertThat(messages()).hasSize(50);
    }

    @Test
    public void removalShouldBeRefusedWhileACopyIsPendingUnlessItIsForced() throws Exception {
        PendingMessage pending = appendPending(octets(10), ONE);
        assertRefused(Reason.MAILBOX_CHANGED, () -> join(store().removeMailbox(ONE, store().lastSequence(ONE))));
        join(store().removeMailbox(ONE, Long.MAX_VALUE));
        assertRefused(Reason.NO_SUCH_MAILBOX, () -> appendPending(octets(10), ONE));
        assertThat(complete(pending, Outcome.SENT).orElseThrow().sequence()).isEqualTo(1);
    }

    @Test
    public void outcomeShouldBeRefusedWhenItsReplyIsTooLong() throws Exception {
        PendingMessage pending = appendPending(octets(10), ONE);
        assertThatThrownBy(() -> store().complete(pending, Outcome.SENT, new byte[MessageStore.MAX_REPLY_OCTETS + 1]))
                .isInstanceOf(IllegalArgumentException.class);
        join(store().complete(pending, Outcome.SENT, new byte[MessageStore.MAX_REPLY_OCTETS]));
    }

    @Test
    public void mailShouldBeStoredOnceWhenItsKeyComesOftenAtTheSameTime() throws Exception {
        MessageId lone = join(appendIfAbsent(ONE, KEY));
        List<CompletionStage<MessageId>> racing = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            racing.add(appendIfAbsent(ONE, new DeduplicationKey(i / 8, 0, 0, 0)));
        }
        List<MessageId> kept =
                racing.stream().map(MessageStoreContract::join).distinct().toList();

        assertThat(kept).hasSize(50);
        assertThat(messages())
                .extracting(LogRecord.Message::id)
                .startsWith(lone)
                .containsOnlyOnceElementsOf(kept)
                .hasSize(51);
        await().until(() -> store().status().inFlightBytes() == 0);
    }

    @Test
    public void keyShouldBeKnownWhenItsMailIsDeletedAndInItsMailboxOnly() throws Exception {
        MessageId first = join(appendIfAbsent(ONE, KEY));
        LogRecord.Message mail = messages().get(0);
        assertThat(mail.id()).isEqualTo(first);
        assertThat(mail.sequence()).isEqualTo(1);
        join(store().delete(List.of(mail)));

        assertThat(join(appendIfAbsent(ONE, KEY))).isEqualTo(first);
        assertThat(join(appendIfAbsent(TWO, KEY))).isNotEqualTo(first);
        assertThat(join(appendIfAbsent(ONE, new DeduplicationKey(1, 2, 3, 5)))).isNotEqualTo(first);
        assertThat(messages()).hasSize(3);
        assertThat(store().lastSequence(ONE)).isEqualTo(2);
    }

    @Test
    public void keysShouldBeForgottenWithTheirMailbox() throws Exception {
        MessageId first = join(appendIfAbsent(ONE, KEY));
        MessageId other = join(appendIfAbsent(TWO, KEY));
        join(store().removeMailbox(ONE, Long.MAX_VALUE));
        assertRefused(Reason.NO_SUCH_MAILBOX, () -> join(appendIfAbsent(ONE, KEY)));
        join(store().putMailbox(ONE, new byte[] {1}));

        assertThat(join(appendIfAbsent(ONE, KEY))).isNotEqualTo(first);
        assertThat(join(appendIfAbsent(TWO, KEY))).isEqualTo(other);
    }

    @Test
    public void scanShouldGiveKeysInFrontOfTheirMailsToThoseWhoWantThem() throws Exception {
        append(octets(10), ONE);
        MessageId id = join(appendIfAbsent(ONE, KEY));
        List<LogRecord> all = scan(LogPosition.START);
        List<LogRecord> oneByOne = new ArrayList<>();
        LogPosition at = LogPosition.START;
        while (at.compareTo(store().end()) < 0) {
            at = store().scanWithKeys(at, store().end(), record -> {
                oneByOne.add(record);
                return false;
            });
        }

        assertThat(all).hasSize(4).noneMatch(LogRecord.Key.class::isInstance);
        assertThat(oneByOne).hasSize(5).containsAll(all);
        LogRecord mail = all.get(3);
        assertThat(oneByOne.get(3)).isEqualTo(new LogRecord.Key(mail.position(), ONE, id, KEY));
        assertThat(oneByOne.get(4)).isEqualTo(mail);
    }

    @Test
    public void scanShouldGoOnWhereTheVisitorStopped() throws Exception {
        for (int i = 0; i < 30; i++) {
            append(octets(10), ONE, TWO);
            complete(appendPending(octets(10), ONE), Outcome.SENT);
        }
        List<LogRecord> all = scan(LogPosition.START);
        List<LogRecord> oneByOne = new ArrayList<>();
        LogPosition at = LogPosition.START;
        while (at.compareTo(store().end()) < 0) {
            at = store().scan(at, store().end(), record -> {
                oneByOne.add(record);
                return false;
            });
        }
        assertThat(oneByOne).isEqualTo(all).hasSize(92);
    }

    @Test
    public void scanShouldReadOnlyWhatLiesBetweenItsPositions() throws Exception {
        append(octets(10), ONE);
        LogPosition from = store().end();
        LogRecord.Message between = append(octets(10), ONE).get(0);
        LogPosition to = store().end();
        append(octets(10), ONE);

        List<LogRecord> seen = new ArrayList<>();
        assertThat(store().scan(from, to, seen::add)).isEqualTo(to);
        assertThat(seen).containsExactly(between);
    }

    @Test
    public void followerShouldBeToldUntilItIsClosed() throws Exception {
        AtomicInteger told = new AtomicInteger();
        MessageStore.Following following = store().follow(told::incrementAndGet);
        append(octets(10), ONE);
        await().until(() -> told.get() > 0);

        following.close();
        AtomicInteger later = new AtomicInteger();
        store().follow(later::incrementAndGet);
        int before = told.get();
        append(octets(10), ONE);
        await().until(() -> later.get() > 0);
        assertThat(told.get()).isLessThanOrEqualTo(before + 1);
    }

    @Test
    public void bodyShouldLeaveNothingWhenItIsClosedUnappended() throws Exception {
        SealedBody body = store().newBody();
        join(body.write(ByteBuffer.wrap(octets(100_000))));
        body.close();
        body.close();

        await().until(() -> store().status().inFlightBytes() == 0);
        assertThat(messages()).isEmpty();
    }

    @Test
    public void copiesShouldBeRefusedWhenTheyAreNone() {
        assertThatThrownBy(() -> store().append(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] octets(int length) {
        byte[] octets = new byte[length];
        new Random(length).nextBytes(octets);
        return octets;
    }

    private List<LogRecord.Message> append(byte[] sealed, MailboxId... mailboxes) throws StorageException {
        MessageId id = new MessageId(UUID.randomUUID());
        List<NewMessage> copies = new ArrayList<>();
        for (MailboxId mailbox : mailboxes) {
            SealedBody body = store().newBody();
            join(body.write(ByteBuffer.wrap(sealed.clone())));
            copies.add(new NewMessage(mailbox, id, RECEIVED, sealed.length + 2L, body));
        }
        return join(store().append(copies));
    }

    private PendingMessage appendPending(byte[] sealed, MailboxId mailbox) throws StorageException {
        SealedBody body = store().newBody();
        join(body.write(ByteBuffer.wrap(sealed.clone())));
        MessageId id = new MessageId(UUID.randomUUID());
        return join(store().appendPending(new NewMessage(mailbox, id, RECEIVED, sealed.length + 2L, body)));
    }

    private Optional<LogRecord.Message> complete(PendingMessage pending, Outcome outcome) {
        return join(store().complete(pending, outcome, NO_REPLY));
    }

    private CompletionStage<MessageId> appendIfAbsent(MailboxId mailbox, DeduplicationKey key) throws StorageException {
        SealedBody body = store().newBody();
        join(body.write(ByteBuffer.wrap(octets(100))));
        MessageId id = new MessageId(UUID.randomUUID());
        return store().appendIfAbsent(new NewMessage(mailbox, id, RECEIVED, 102, body), key);
    }

    private void appendUnchecked(MailboxId mailbox) {
        try {
            append(octets(100), mailbox);
        } catch (StorageException e) {
            throw new CompletionException(e);
        }
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private byte[] read(LogRecord.Message message) throws Exception {
        try (InputStream in = store().open(message)) {
            return in.readAllBytes();
        }
    }

    private List<LogRecord> scan(LogPosition from) throws StorageException {
        List<LogRecord> records = new ArrayList<>();
        store().scan(from, store().end(), records::add);
        return records;
    }

    private List<LogRecord.Message> messages() throws StorageException {
        return scan(LogPosition.START).stream()
                .filter(LogRecord.Message.class::isInstance)
                .map(LogRecord.Message.class::cast)
                .toList();
    }

    private static void assertRefused(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
