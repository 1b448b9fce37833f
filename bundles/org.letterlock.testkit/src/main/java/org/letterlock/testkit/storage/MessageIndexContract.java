package org.letterlock.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.storage.api.DeduplicationKey;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.MessageIndex;
import org.letterlock.storage.api.MessageIndex.Figures;
import org.letterlock.storage.api.MessageIndex.Finding;
import org.letterlock.storage.api.MessageIndex.Listing;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.StorageException;

/** What every message index must do. A subclass starts and stops its index; what it keeps must stay between the two. */
public abstract class MessageIndexContract {

    private static final MailboxId ONE = new MailboxId(1, -1);
    private static final MailboxId TWO = new MailboxId(-2, 2);

    private final InMemoryMessageStore store = new InMemoryMessageStore();
    private final Mails mails = new Mails(store);

    /** Starts the index over a store, with what an earlier one has kept. */
    protected abstract MessageIndex startIndex(MessageStore messageStore);

    /** Stops the index, if one runs. */
    protected abstract void stopIndex();

    /** Makes the mailboxes known. */
    @Before
    public void knowMailboxes() {
        mails.know(ONE);
        mails.know(TWO);
    }

    /** Stops index and store. */
    @After
    public void stop() {
        stopIndex();
        store.close();
    }

    @Test
    public void listShouldBeEmptyWhenMailboxHoldsNothing() throws Exception {
        MessageIndex index = started();

        assertThat(index.list(ONE)).isEqualTo(new Listing(store.storeId(), store.end(), List.of()));
        assertThat(index.figures(ONE)).isEqualTo(new Figures(0, 0, null, null));
        assertThat(index.mailboxes()).isEmpty();
    }

    @Test
    public void listShouldHoldEachRecordUnchangedInOrderWhenMailsArrive() throws Exception {
        MessageIndex index = started();
        List<LogRecord.Message> expected = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            expected.add(mails.append(ONE, "mail " + i));
            mails.append(TWO, "other");
        }
        awaitCaughtUp(index);

        assertThat(index.list(ONE).messages()).isEqualTo(expected);
    }

    @Test
    public void listShouldHoldACopyForEachMailboxWhenAMailHasSeveral() throws Exception {
        MessageIndex index = started();
        List<LogRecord.Message> copies = mails.append(List.of(ONE, TWO), "for both");
        awaitCaughtUp(index);

        assertThat(index.list(ONE).messages()).containsExactly(copies.get(0));
        assertThat(index.list(TWO).messages()).containsExactly(copies.get(1));
        assertThat(index.mailboxes()).isEqualTo(Set.of(ONE, TWO));
    }

    @Test
    public void deletedMailShouldBeGoneFromItsMailboxOnly() throws Exception {
        MessageIndex index = started();
        List<LogRecord.Message> copies = mails.append(List.of(ONE, TWO), "for both");
        LogRecord.Message kept = mails.append(ONE, "kept");
        awaitCaughtUp(index);
        mails.delete(copies.get(0));
        mails.delete(copies.get(0));
        awaitCaughtUp(index);

        assertThat(index.list(ONE).messages()).containsExactly(kept);
        assertThat(index.list(TWO).messages()).containsExactly(copies.get(1));
    }

    @Test
    public void rewrittenMailsShouldBeListedOnceAtTheirLaterPosition() throws Exception {
        MessageIndex index = started();
        LogRecord.Message first = mails.append(ONE, "first");
        LogRecord.Message second = mails.append(ONE, "second");
        awaitCaughtUp(index);
        store.hold();
        CompletableFuture<LogRecord.Message> movedFirst = store.rewrite(first).toCompletableFuture();
        CompletableFuture<LogRecord.Message> movedSecond = store.rewrite(second).toCompletableFuture();
        store.release();
        CompletableFuture.allOf(movedFirst, movedSecond).join();
        LogRecord.Message third = mails.append(ONE, "third");
        awaitCaughtUp(index);

        assertThat(index.list(ONE).messages()).containsExactly(movedFirst.join(), movedSecond.join(), third);
        assertThat(index.figures(ONE))
                .isEqualTo(new Figures(3, "firstsecondthird".length(), first.received(), third.received()));
    }

    @Test
    public void rewrittenMailsShouldBeListedOnceWhenTheIndexIsMadeFromTheWholeLog() throws Exception {
        List<LogRecord.Message> moved = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            moved.add(mails.append(ONE, "mail"));
        }
        for (int i = 0; i < 20; i += 3) {
            moved.set(i, store.rewrite(moved.get(i)).toCompletableFuture().join());
        }
        MessageIndex index = started();

        assertThat(index.list(ONE).messages()).isEqualTo(moved);
        assertThat(index.figures(ONE).messages()).isEqualTo(20);
    }

    @Test
    public void figuresShouldFollowArrivalsAndDeletions() throws Exception {
        MessageIndex index = started();
        LogRecord.Message first = mails.append(ONE, "four");
        LogRecord.Message second = mails.append(ONE, "eleven octets");
        LogRecord.Message third = mails.append(ONE, "x");
        awaitCaughtUp(index);
        assertThat(index.figures(ONE)).isEqualTo(new Figures(3, 4 + 13 + 1, first.received(), third.received()));

        mails.delete(first, third);
        awaitCaughtUp(index);

        assertThat(index.figures(ONE)).isEqualTo(new Figures(1, 13, second.received(), third.received()));
    }

    @Test
    public void lastReceivedShouldStayWhenTheMailboxWasEmptied() throws Exception {
        MessageIndex index = started();
        LogRecord.Message only = mails.append(ONE, "only");
        mails.delete(only);
        awaitCaughtUp(index);

        assertThat(index.figures(ONE)).isEqualTo(new Figures(0, 0, null, only.received()));
        assertThat(index.mailboxes()).isEmpty();
    }

    @Test
    public void removedMailboxShouldHaveNoFiguresAndKeepItsMailsUntilTheyAreDeleted() throws Exception {
        MessageIndex index = started();
        LogRecord.Message message = mails.append(ONE, "left over");
        store.removeMailbox(ONE, Long.MAX_VALUE).toCompletableFuture().join();
        awaitCaughtUp(index);

        assertThat(index.figures(ONE)).isEqualTo(new Figures(0, 0, null, null));
        assertThat(index.list(ONE).messages()).containsExactly(message);
        assertThat(index.mailboxes()).containsExactly(ONE);

        mails.delete(message);
        awaitCaughtUp(index);

        assertThat(index.list(ONE).messages()).isEmpty();
        assertThat(index.mailboxes()).isEmpty();
    }

    @Test
    public void keyShouldBeFoundInItsMailboxWhateverBecomesOfItsMail() throws Exception {
        MessageIndex index = started();
        MessageId id = mails.appendIfAbsent(ONE, key(1));
        mails.append(ONE, "without a key");
        awaitCaughtUp(index);
        assertThat(index.findKey(ONE, key(1))).isEqualTo(new Finding(store.storeId(), store.end(), id));
        assertThat(index.findKey(ONE, key(2)).message()).isNull();
        assertThat(index.findKey(TWO, key(1)).message()).isNull();
        MessageId other = mails.appendIfAbsent(TWO, key(1));

        mails.delete(index.list(ONE).messages().get(0));
        awaitCaughtUp(index);
        assertThat(index.list(ONE).messages()).hasSize(1);
        assertThat(index.findKey(ONE, key(1)).message()).isEqualTo(id);
        assertThat(index.findKey(TWO, key(1)).message()).isEqualTo(other);

        stopIndex();
        MessageIndex again = started();
        assertThat(again.findKey(ONE, key(1)).message()).isEqualTo(id);
    }

    @Test
    public void keysShouldBeFoundWhenTheIndexIsMadeFromTheWholeLog() throws Exception {
        List<MessageId> ids = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            ids.add(mails.appendIfAbsent(ONE, key(i)));
        }
        MessageIndex index = started();
        mails.delete(index.list(ONE).messages().toArray(LogRecord.Message[]::new));
        index.rebuild();
        awaitCaughtUp(index);

        for (int i = 0; i < 300; i++) {
            assertThat(index.findKey(ONE, key(i)).message()).isEqualTo(ids.get(i));
        }
        assertThat(index.list(ONE).messages()).isEmpty();
        assertThat(index.figures(ONE).messages()).isZero();
    }

    @Test
    public void keysShouldBeForgottenWithTheirMailboxAlsoWhenAllComesAtOnce() throws Exception {
        MessageIndex index = started();
        mails.appendIfAbsent(ONE, key(1));
        MessageId other = mails.appendIfAbsent(TWO, key(1));
        awaitCaughtUp(index);
        store.removeMailbox(ONE, Long.MAX_VALUE).toCompletableFuture().join();
        awaitCaughtUp(index);
        assertThat(index.findKey(ONE, key(1)).message()).isNull();
        assertThat(index.findKey(TWO, key(1)).message()).isEqualTo(other);

        mails.know(ONE);
        MessageId again = mails.appendIfAbsent(ONE, key(2));
        awaitCaughtUp(index);
        for (int round = 0; round < 2; round++) {
            assertThat(index.findKey(ONE, key(1)).message()).isNull();
            assertThat(index.findKey(ONE, key(2)).message()).isEqualTo(again);
            assertThat(index.findKey(TWO, key(1)).message()).isEqualTo(other);
            index.rebuild();
            awaitCaughtUp(index);
        }
    }

    private static DeduplicationKey key(long number) {
        return new DeduplicationKey(number, -1, 2, -3);
    }

    @Test
    public void indexShouldGoOnWhereItStoppedWhenItIsStartedAgain() throws Exception {
        MessageIndex index = started();
        LogRecord.Message before = mails.append(ONE, "before");
        LogRecord.Message deleted = mails.append(ONE, "deleted meanwhile");
        awaitCaughtUp(index);
        stopIndex();
        mails.delete(deleted);
        LogRecord.Message meanwhile = mails.append(ONE, "meanwhile");

        MessageIndex again = started();

        assertThat(again.list(ONE).messages()).containsExactly(before, meanwhile);
        assertThat(again.figures(ONE))
                .isEqualTo(new Figures(2, "beforemeanwhile".length(), before.received(), meanwhile.received()));
    }

    @Test
    public void indexShouldBeMadeAnewWhenTheStoreIsAnotherOne() throws Exception {
        MessageIndex index = started();
        mails.append(ONE, "of the first store");
        awaitCaughtUp(index);
        stopIndex();

        try (InMemoryMessageStore other = new InMemoryMessageStore()) {
            Mails otherMails = new Mails(other);
            for (int i = 0; i < 50; i++) {
                otherMails.know(TWO);
            }
            LogRecord.Message message = otherMails.append(TWO, "of the other store");
            MessageIndex again = startIndex(other);
            awaitCaughtUp(again, other);

            assertThat(again.mailboxes()).containsExactly(TWO);
            assertThat(again.list(TWO).messages()).containsExactly(message);
            stopIndex();
        }
    }

    @Test
    public void indexShouldBeMadeAnewWhenItIsAheadOfTheLog() throws Exception {
        MessageIndex index = started();
        for (int i = 0; i < 40; i++) {
            mails.append(ONE, "lost with the end of the log");
        }
        awaitCaughtUp(index);
        stopIndex();

        try (InMemoryMessageStore restored = new InMemoryMessageStore(store.storeId())) {
            Mails restoredMails = new Mails(restored);
            restoredMails.know(ONE);
            LogRecord.Message message = restoredMails.append(ONE, "of the backup");
            MessageIndex again = startIndex(restored);
            awaitCaughtUp(again, restored);

            assertThat(again.list(ONE).messages()).containsExactly(message);
            stopIndex();
        }
    }

    @Test
    public void listingAndTheLogBehindItShouldBeCompleteAtAnyMomentWhileMailsComeAndGo() throws Exception {
        MessageIndex index = started();
        CompletableFuture<Void> load = CompletableFuture.runAsync(this::appendAndDelete);
        while (!load.isDone()) {
            List<Long> sequences = sequencesSeenBy(index);
            if (!sequences.isEmpty()) {
                long last = sequences.get(sequences.size() - 1);
                List<Long> expected = new ArrayList<>();
                for (long sequence = 1; sequence <= last; sequence++) {
                    if (sequence % 5 != 0 || (sequence == last && sequences.contains(sequence))) {
                        expected.add(sequence);
                    }
                }
                assertThat(sequences).isEqualTo(expected);
            }
        }
        load.join();
        awaitCaughtUp(index);
        assertThat(index.figures(ONE).messages()).isEqualTo(400);
    }

    /** Each fifth mail is deleted before the next one comes. */
    private void appendAndDelete() {
        try {
            for (int i = 1; i <= 500; i++) {
                LogRecord.Message message = mails.append(ONE, "mail");
                if (i % 5 == 0) {
                    mails.delete(message);
                }
            }
        } catch (StorageException e) {
            throw new AssertionError(e);
        }
    }

    private List<Long> sequencesSeenBy(MessageIndex index) throws StorageException {
        Listing listing = index.list(ONE);
        TreeMap<MessageId, LogRecord.Message> seen = new TreeMap<>();
        listing.messages().forEach(message -> seen.put(message.id(), message));
        store.scan(listing.upTo(), store.end(), record -> {
            if (record instanceof LogRecord.Message message) {
                seen.put(message.id(), message);
            } else if (record instanceof LogRecord.Deletion deletion) {
                deletion.messages().forEach(seen::remove);
            }
            return true;
        });
        return seen.values().stream().map(LogRecord.Message::sequence).toList();
    }

    private MessageIndex started() {
        MessageIndex index = startIndex(store);
        awaitCaughtUp(index);
        return index;
    }

    private void awaitCaughtUp(MessageIndex index) {
        awaitCaughtUp(index, store);
    }

    private static void awaitCaughtUp(MessageIndex index, MessageStore followed) {
        await().atMost(Duration.ofMinutes(1)).until(() -> index.position().equals(followed.end()));
    }
}
