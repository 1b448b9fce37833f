package org.letterlock.storage.log.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.Outcome;
import org.letterlock.storage.api.PendingFigures;
import org.letterlock.storage.api.PendingMessage;
import org.letterlock.storage.log.internal.HookedDisk.Change;

/** How the segment log keeps pending copies. What every store owes them is in the contract. */
public class PendingCopiesTest {

    private static final MailboxId ONE = new MailboxId(1, 1);
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
        store = open(data);
        TestStore.know(store, ONE);
    }

    @After
    public void close() throws IOException {
        disk.hook((change, path) -> {});
        store.close();
    }

    private SegmentLogStore open(Path folder) throws IOException {
        return TestStore.open(TestStore.settings(folder, GRACE), disk, clock);
    }

    private Path segment(int number) {
        return data.resolve("store/segments/%08d.log".formatted(number));
    }

    private void forgetSnapshot() throws IOException {
        Files.delete(data.resolve("store/snapshot"));
    }

    private LogRecord.Message append() throws Exception {
        return TestStore.append(store, new byte[BODY], ONE).join().get(0);
    }

    /** Appends mails until a segment is begun, and returns those of the segment before. */
    private List<LogRecord.Message> fillUpTo(long segment) throws Exception {
        List<LogRecord.Message> appended = new ArrayList<>();
        for (LogRecord.Message mail = append(); mail.position().segment() < segment; mail = append()) {
            appended.add(mail);
        }
        return appended;
    }

    private void delete(List<LogRecord.Message> mails) {
        store.delete(mails).toCompletableFuture().join();
    }

    @Test
    public void outcomeShouldBeKeptByItsLedgerEntryWhenItsSegmentIsGoneBeforeTheCopys() throws Exception {
        PendingMessage uncertain = TestStore.appendPending(store, new byte[BODY], ONE);
        PendingMessage rejected = TestStore.appendPending(store, new byte[LARGE], ONE);
        fillUpTo(2);
        LogRecord.Message mail =
                TestStore.complete(store, uncertain, Outcome.UNCERTAIN).orElseThrow();
        TestStore.complete(store, rejected, Outcome.REJECTED);
        delete(fillUpTo(3));
        delete(List.of(TestStore.messages(store).get((int) mail.sequence() - 2)));
        List<LogRecord.Message> before = CrashChild.live(store);
        store.close();
        clock.advance(GRACE);
        store = open(data);
        await().until(() -> !Files.exists(segment(2)));
        await().untilAsserted(() -> assertThat(data.resolve("store/large")).isEmptyDirectory());

        for (boolean snapshot : new boolean[] {true, false}) {
            store.close();
            if (!snapshot) {
                forgetSnapshot();
            }
            store = open(data);
            assertThat(CrashChild.live(store))
                    .containsExactlyInAnyOrderElementsOf(before)
                    .contains(mail);
            assertThat(TestStore.read(store, mail)).hasSize(BODY);
            assertThat(store.pendingFigures()).isEqualTo(Map.of(ONE, new PendingFigures(0, 1, 0)));
            assertThat(store.maintenance().verify(List.of()).damages()).isEmpty();
        }
    }

    @Test
    public void segmentShouldStayAndNotBeCompactedWhileACopyHasNoOutcome() throws Exception {
        PendingMessage pending = TestStore.appendPending(store, new byte[BODY], ONE);
        delete(fillUpTo(2));
        LogState state = replay();
        long late = clock.millis() + 1;

        assertThat(state.idleSegments(late, late)).doesNotContain(1L);
        assertThat(state.sparsest(100, late, Set.of(2L))).isEmpty();
        TestStore.complete(store, pending, Outcome.SENT);
        state = replay();
        assertThat(state.idleSegments(late, late)).doesNotContain(1L);
        assertThat(state.sparsest(100, late, Set.of(2L))).hasValue(1);
    }

    @Test
    public void rejectedCopyShouldBeHeldLikeADeletedMail() throws Exception {
        PendingMessage pending = TestStore.appendPending(store, new byte[BODY], ONE);
        delete(fillUpTo(2));
        clock.advance(Duration.ofHours(1));
        TestStore.complete(store, pending, Outcome.REJECTED);
        LogState state = replay();

        assertThat(state.idleSegments(clock.millis(), clock.millis() - 1)).doesNotContain(1L);
        assertThat(state.idleSegments(clock.millis(), clock.millis())).contains(1L);
    }

    /** The state as another process would find it now. */
    private LogState replay() throws Exception {
        Path copy = temp.newFolder().toPath().resolve("copy");
        store.maintenance().backup(copy);
        try (DataFolder folder = DataFolder.open(copy, disk)) {
            return Replay.run(folder, disk, new DamageRegister(folder, disk, 0)).state();
        }
    }

    @Test
    public void copyShouldStayPendingWhenItsOutcomeCouldNotBeForced() throws Exception {
        PendingMessage pending = TestStore.appendPending(store, new byte[BODY], ONE);
        AtomicBoolean failed = new AtomicBoolean();
        disk.hook((change, path) -> {
            if (change == Change.FORCE && !failed.getAndSet(true)) {
                throw new IOException("injected");
            }
        });
        assertThatThrownBy(() -> TestStore.complete(store, pending, Outcome.REJECTED))
                .hasMessageContaining("writing failed");
        assertThat(store.pendingFigures()).isEqualTo(Map.of(ONE, new PendingFigures(1, 0, 0)));

        LogRecord.Message mail =
                TestStore.complete(store, pending, Outcome.SENT).orElseThrow();
        store.close();
        forgetSnapshot();
        store = open(data);
        assertThat(TestStore.messages(store)).containsExactly(mail);
        assertThat(store.pendingFigures()).isEmpty();
    }

    /** Each state of the files between two changes of the disk is what a {@code kill -9} there leaves. */
    @Test
    public void copyShouldBecomeUncertainOnceWhereverTheStartIsKilled() throws Exception {
        PendingMessage small = TestStore.appendPending(store, new byte[BODY], ONE);
        PendingMessage large = TestStore.appendPending(store, new byte[LARGE], ONE);
        Path start = temp.getRoot().toPath().resolve("start");
        copy(data, start);
        List<Path> crashes = new ArrayList<>();
        disk.hook((change, path) -> {
            if (change != Change.MEASURE && path.startsWith(start)) {
                synchronized (crashes) {
                    Path crash = temp.getRoot().toPath().resolve("crash-" + crashes.size());
                    try {
                        copy(start, crash);
                        crashes.add(crash);
                    } catch (NoSuchFileException e) {
                        // The other thread went on meanwhile: no moment to be killed at.
                    }
                }
            }
        });
        open(start).close();
        disk.hook((change, path) -> {});
        crashes.add(start);
        assertThat(crashes).hasSizeGreaterThan(5);
        for (Path crash : crashes) {
            for (int again = 0; again < 2; again++) {
                try (SegmentLogStore found = open(crash)) {
                    List<LogRecord.Message> mails = TestStore.messages(found);
                    assertThat(mails)
                            .as(crash.toString())
                            .extracting(LogRecord.Message::position)
                            .containsExactly(small.position(), large.position());
                    assertThat(mails).extracting(LogRecord.Message::sequence).containsExactly(1L, 2L);
                    assertThat(TestStore.read(found, mails.get(1))).hasSize(LARGE);
                    assertThat(found.pendingFigures()).isEqualTo(Map.of(ONE, new PendingFigures(0, 2, 0)));
                    assertThat(found.maintenance().verify(List.of()).damages()).isEmpty();
                }
            }
            new LedgerCheck().goOn(crash.resolve("store/ledger"));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (var walk = Files.walk(from)) {
            files = new ArrayList<>(walk.filter(Files::isRegularFile).toList());
        }
        for (Path file : files) {
            String name = from.relativize(file).toString();
            if (!name.endsWith("prepared") && !name.endsWith("lock")) {
                Path target = to.resolve(name);
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
