package org.letterlock.storage.log.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.StorageException;
import org.letterlock.storage.api.StorageException.Reason;
import org.letterlock.storage.log.internal.HookedDisk.Change;

public class FaultTest {

    private static final MailboxId ONE = new MailboxId(1, 1);
    private static final MailboxId TWO = new MailboxId(2, 2);
    private static final byte[] SMALL = new byte[100];

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final HookedDisk disk = new HookedDisk();
    private Path data;
    private SegmentLogStore store;

    @Before
    public void open() throws Exception {
        data = temp.getRoot().toPath().resolve("data");
        store = reopen();
        TestStore.know(store, ONE, TWO);
    }

    @After
    public void close() throws Exception {
        disk.hook((change, path) -> {});
        store.close();
    }

    private SegmentLogStore reopen() throws IOException {
        return TestStore.open(TestStore.settings(data, Duration.ZERO), disk, InstantSource.system());
    }

    private static boolean isSegment(Path path) {
        return path.toString().endsWith(".log");
    }

    private static boolean isPrepared(Path path) {
        return path.endsWith("prepared");
    }

    private static void assertFailsWith(Reason reason, CompletableFuture<?> future) {
        assertThatThrownBy(future::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    public void largeMailShouldBeKeptWhenTheStoreIsClosedWhileItsRecordWaits() throws Exception {
        byte[] large = new byte[20_000];
        new Random(1).nextBytes(large);
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch bodyForced = new CountDownLatch(1);
        disk.hook((change, path) -> {
            if (change == Change.FORCE && !path.toString().endsWith(".body")) {
                held.countDown();
                HookedDisk.await(gate);
            }
            if (change == Change.FORCE_DIRECTORY && path.endsWith("large")) {
                bodyForced.countDown();
            }
        });
        CompletableFuture<List<LogRecord.Message>> first = TestStore.append(store, SMALL, ONE);
        held.await();
        CompletableFuture<List<LogRecord.Message>> second = TestStore.append(store, large, ONE);
        bodyForced.await();
        Thread closing = new Thread(() -> {
            try {
                store.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        closing.start();
        await().until(() -> store.status().detail().contains("stopping"));
        gate.countDown();
        closing.join();

        first.join();
        store = reopen();
        List<LogRecord.Message> kept = TestStore.messages(store);
        if (second.isCompletedExceptionally()) {
            // Its record came behind the end; nearly always it comes before.
            assertFailsWith(Reason.CLOSED, second);
            assertThat(kept).hasSize(1);
        } else {
            assertThat(kept).hasSize(2);
            assertThat(TestStore.read(store, kept.get(1))).isEqualTo(large);
        }
    }

    @Test
    public void failedForceShouldFailItsMailsOnlyAndNeverBeTriedAgain() throws Exception {
        LogRecord.Message before = TestStore.append(store, SMALL, ONE).join().get(0);
        AtomicInteger forces = new AtomicInteger();
        Path broken = data.resolve(
                "store/segments/%08d.log".formatted(before.position().segment()));
        disk.hook((change, path) -> {
            if (change == Change.FORCE && forces.incrementAndGet() == 1) {
                throw new IOException("injected");
            }
        });

        assertFailsWith(Reason.IO, TestStore.append(store, SMALL, ONE));
        LogRecord.Message after = TestStore.append(store, SMALL, ONE).join().get(0);

        assertThat(after.position().segment()).isGreaterThan(before.position().segment());
        assertThat(after.sequence()).isEqualTo(before.sequence() + 1);
        assertThat(broken).exists();
        store.close();
        Files.deleteIfExists(data.resolve("store/snapshot"));
        store = reopen();
        assertThat(TestStore.messages(store)).containsExactly(before, after);
    }

    @Test
    public void unforcedRecordsShouldNotComeBackWhenTheBrokenSegmentCouldNotBeCut() throws Exception {
        LogRecord.Message before = TestStore.append(store, SMALL, ONE).join().get(0);
        AtomicInteger forces = new AtomicInteger();
        disk.hook((change, path) -> {
            if (change == Change.TRUNCATE || (change == Change.FORCE && forces.incrementAndGet() == 1)) {
                throw new IOException("injected");
            }
        });
        assertFailsWith(Reason.IO, TestStore.append(store, SMALL, ONE));
        LogRecord.Message after = TestStore.append(store, SMALL, ONE).join().get(0);
        store.close();
        deleteAll(data.resolve("store/ledger"));
        Files.deleteIfExists(data.resolve("store/snapshot"));
        disk.hook((change, path) -> {});
        store = reopen();

        assertThat(TestStore.messages(store)).containsExactly(before, after);
        assertThat(store.status().damaged()).isZero();
    }

    private static void deleteAll(Path folder) throws IOException {
        for (Path file : DataFolder.numbered(folder).values()) {
            Files.delete(file);
        }
    }

    @Test
    public void diskFullInTheMiddleOfAGroupShouldLeaveNothingOfIt() throws Exception {
        LogRecord.Message before = TestStore.append(store, SMALL, ONE).join().get(0);
        disk.hook((change, path) -> {
            if (change == Change.WRITE && (isSegment(path) || isPrepared(path))) {
                throw new IOException("No space left on device");
            }
            if (change == Change.CREATE) {
                throw new IOException("No space left on device");
            }
        });

        assertFailsWith(Reason.IO, TestStore.append(store, SMALL, ONE, TWO));
        await().until(() -> !store.status().writable());
        assertThatThrownBy(() -> store.admit(0)).hasMessageContaining("No space left");
        assertFailsWith(Reason.IO, TestStore.append(store, SMALL, ONE, TWO));

        disk.hook((change, path) -> {});
        await().until(() -> store.status().writable());
        List<LogRecord.Message> after = TestStore.append(store, SMALL, ONE, TWO).join();
        assertThat(after).extracting(LogRecord.Message::sequence).containsExactly(2L, 1L);
        store.close();
        store = reopen();
        assertThat(TestStore.messages(store)).containsExactly(before, after.get(0), after.get(1));
    }

    @Test
    public void largeFileThatCannotBeWrittenShouldFailItsMailOnly() throws Exception {
        disk.hook((change, path) -> {
            if (change == Change.WRITE && path.toString().endsWith(".body")) {
                throw new IOException("injected");
            }
        });
        assertFailsWith(Reason.IO, TestStore.append(store, new byte[20_000], ONE));
        assertThat(TestStore.append(store, SMALL, ONE).join().get(0).sequence()).isEqualTo(1);
        await().untilAsserted(() -> assertThat(data.resolve("store/large")).isEmptyDirectory());
        assertThat(store.status().inFlightBytes()).isZero();
    }
}
