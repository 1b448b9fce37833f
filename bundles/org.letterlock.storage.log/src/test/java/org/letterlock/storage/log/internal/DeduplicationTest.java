package org.letterlock.storage.log.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.storage.api.DeduplicationKey;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.log.internal.HookedDisk.Change;

/** How the segment log keeps keys. What every store owes to those who use them is in the contract. */
public class DeduplicationTest {

    private static final MailboxId ONE = new MailboxId(1, 1);
    private static final MailboxId TWO = new MailboxId(2, 2);
    private static final DeduplicationKey KEY = new DeduplicationKey(1, 2, 3, 4);
    private static final Duration GRACE = Duration.ofHours(24);
    private static final int BODY = 7_000;
    private static final int LARGE = (int) TestStore.LARGE_BYTES + 1;

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final HookedDisk disk = new HookedDisk();
    private final TestClock clock = new TestClock();
    private Path data;
    private SegmentLogStore store;

    @Before
    public void open() throws Exception {
        data = temp.getRoot().toPath().resolve("data");
        store = open(data, 0);
        TestStore.know(store, ONE, TWO);
    }

    @After
    public void close() throws IOException {
        disk.hook((change, path) -> {});
        store.close();
    }

    private SegmentLogStore open(Path folder, int compactionLivePercent) throws IOException {
        return TestStore.open(TestStore.settings(folder, GRACE, compactionLivePercent), disk, clock);
    }

    private Path segment(long number) {
        return data.resolve("store/segments/%08d.log".formatted(number));
    }

    private static MessageId newId() {
        return new MessageId(UUID.randomUUID());
    }

    private CompletableFuture<MessageId> append(MessageId id, int length) throws Exception {
        return TestStore.appendIfAbsent(store, id, new byte[length], ONE, KEY);
    }

    /** Fills segments up to one, and deletes what was filled in. */
    private void fillUpTo(long segment) throws Exception {
        List<LogRecord.Message> filled = new ArrayList<>();
        LogRecord.Message mail;
        do {
            mail = TestStore.append(store, new byte[BODY], TWO).join().get(0);
            filled.add(mail);
        } while (mail.position().segment() < segment);
        store.delete(filled).toCompletableFuture().join();
    }

    private LogRecord.Message last() throws Exception {
        List<LogRecord.Message> messages = TestStore.messages(store);
        return messages.get(messages.size() - 1);
    }

    private List<LogRecord.Key> keys() throws Exception {
        List<LogRecord.Key> keys = new ArrayList<>();
        store.scanWithKeys(LogPosition.START, store.end(), record -> {
            if (record instanceof LogRecord.Key key) {
                keys.add(key);
            }
            return true;
        });
        return keys;
    }

    /** Found by the store itself, and for an index that is made from the whole log. */
    private void assertKnown(MessageId id, MailboxId mailbox) throws Exception {
        assertThat(TestStore.appendIfAbsent(store, newId(), new byte[10], mailbox, KEY)
                        .join())
                .isEqualTo(id);
        assertThat(keys())
                .filteredOn(key -> key.mailbox().equals(mailbox))
                .singleElement()
                .satisfies(key -> {
                    assertThat(key.id()).isEqualTo(id);
                    assertThat(key.key()).isEqualTo(KEY);
                });
    }

    @Test
    public void keyShouldOutliveItsMailItsSegmentTheProcessAndTheSnapshot() throws Exception {
        fillUpTo(2);
        MessageId deleted = newId();
        append(deleted, BODY).join();
        LogRecord.Message mail = last();
        MessageId moved = newId();
        TestStore.appendIfAbsent(store, moved, new byte[BODY], TWO, KEY).join();
        fillUpTo(3);
        store.delete(List.of(mail)).toCompletableFuture().join();
        store.close();
        clock.advance(GRACE);
        store = open(data, 90);
        await().until(() -> TestStore.messages(store).stream()
                .anyMatch(found -> found.id().equals(moved) && found.position().segment() > 2));
        store.close();
        clock.advance(GRACE);
        store = open(data, 90);
        await().until(() -> !Files.exists(segment(2)));
        assertThat(TestStore.messages(store))
                .extracting(LogRecord.Message::id)
                .contains(moved)
                .doesNotContain(deleted);

        for (boolean snapshot : new boolean[] {true, false}) {
            store.close();
            assertThat(data.resolve("store/snapshot")).exists();
            if (!snapshot) {
                Files.delete(data.resolve("store/snapshot"));
            }
            store = open(data, 0);
            assertKnown(deleted, ONE);
            assertKnown(moved, TWO);
            assertThat(store.maintenance().verify(List.of()).damages()).isEmpty();
        }
    }

    @Test
    public void keyShouldBeForgottenWithItsMailboxWhenTheSegmentIsGoneToo() throws Exception {
        fillUpTo(2);
        append(newId(), BODY).join();
        LogRecord.Message mail = last();
        fillUpTo(3);
        store.delete(List.of(mail)).toCompletableFuture().join();
        store.removeMailbox(ONE, Long.MAX_VALUE).toCompletableFuture().join();
        TestStore.know(store, ONE);
        store.close();
        clock.advance(GRACE);
        store = open(data, 0);
        await().until(() -> !Files.exists(segment(2)));
        store.close();
        Files.deleteIfExists(data.resolve("store/snapshot"));
        store = open(data, 0);

        MessageId again = newId();
        assertThat(append(again, BODY).join()).isEqualTo(again);
    }

    @Test
    public void keyShouldBeKnownAfterACrash() throws Exception {
        MessageId id = newId();
        append(id, BODY).join();
        Path copy = temp.newFolder().toPath().resolve("copy");
        store.maintenance().backup(copy);
        try (SegmentLogStore crashed = open(copy, 0)) {
            assertThat(TestStore.appendIfAbsent(crashed, newId(), new byte[BODY], ONE, KEY)
                            .join())
                    .isEqualTo(id);
        }
    }

    @Test
    public void secondMailShouldNotBeTakenForKeptBeforeTheFirstIsDurable() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch held = holdForces(gate);
        MessageId id = newId();
        CompletableFuture<MessageId> first = append(id, BODY);
        held.await();
        CompletableFuture<MessageId> second = append(newId(), LARGE);
        CompletableFuture<MessageId> third = append(newId(), BODY);
        assertThat(List.of(first, second, third)).noneMatch(CompletableFuture::isDone);

        gate.countDown();
        assertThat(List.of(first.join(), second.join(), third.join())).containsOnly(id);
        assertThat(TestStore.messages(store)).hasSize(1);
        await().untilAsserted(() -> assertThat(data.resolve("store/large")).isEmptyDirectory());
        await().until(() -> store.status().inFlightBytes() == 0);
    }

    @Test
    public void secondMailShouldFailWithTheFirstWhenTheyAreForcedTogether() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        AtomicInteger forces = new AtomicInteger();
        disk.hook((change, path) -> {
            if (change == Change.FORCE && path.equals(segment(1))) {
                if (forces.incrementAndGet() == 1) {
                    held.countDown();
                    HookedDisk.await(gate);
                } else {
                    throw new IOException("injected");
                }
            }
        });
        CompletableFuture<List<LogRecord.Message>> before = TestStore.append(store, new byte[10], TWO);
        held.await();
        CompletableFuture<MessageId> first = append(newId(), BODY);
        CompletableFuture<MessageId> second = append(newId(), BODY);
        gate.countDown();
        before.join();
        assertThatThrownBy(first::join).hasMessageContaining("writing failed");
        assertThatThrownBy(second::join).hasMessageContaining("writing failed");

        MessageId again = newId();
        assertThat(append(again, BODY).join()).isEqualTo(again);
        assertKnown(again, ONE);
    }

    @Test
    public void secondMailShouldBeStoredWhenTheForceOfTheFirstFails() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        disk.hook((change, path) -> {
            if (change == Change.FORCE && path.equals(segment(1))) {
                held.countDown();
                HookedDisk.await(gate);
                throw new IOException("injected");
            }
        });
        CompletableFuture<MessageId> first = append(newId(), BODY);
        held.await();
        MessageId id = newId();
        CompletableFuture<MessageId> second = append(id, BODY);
        gate.countDown();

        assertThatThrownBy(first::join).hasMessageContaining("writing failed");
        assertThat(second.join()).isEqualTo(id);
        store.close();
        Files.deleteIfExists(data.resolve("store/snapshot"));
        store = open(data, 0);
        assertKnown(id, ONE);
    }

    @Test
    public void mailShouldBeStoredAgainWhenItsMailboxGoesAndComesInTheSameBatch() throws Exception {
        MessageId old = newId();
        append(old, BODY).join();
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch held = holdForces(gate);
        var unusedMail = TestStore.append(store, new byte[10], TWO);
        held.await();
        var unusedRemoval = store.removeMailbox(ONE, Long.MAX_VALUE);
        var unusedState = store.putMailbox(ONE, new byte[] {1});
        MessageId id = newId();
        CompletableFuture<MessageId> kept = append(id, BODY);
        gate.countDown();

        assertThat(kept.join()).isEqualTo(id);
        assertThat(append(newId(), BODY).join()).isEqualTo(id);
    }

    private CountDownLatch holdForces(CountDownLatch gate) {
        CountDownLatch held = new CountDownLatch(1);
        disk.hook((change, path) -> {
            if (change == Change.FORCE && path.equals(segment(1))) {
                held.countDown();
                HookedDisk.await(gate);
            }
        });
        return held;
    }
}
