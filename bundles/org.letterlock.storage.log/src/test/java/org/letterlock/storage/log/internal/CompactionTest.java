package org.letterlock.storage.log.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.Outcome;
import org.letterlock.storage.api.PendingFigures;
import org.letterlock.storage.api.StoreStatus.Quarantined;
import org.letterlock.storage.log.internal.HookedDisk.Change;

/** Mails of sparse segments are written again: they stay what they were, and are there once whatever happens. */
public class CompactionTest {

    private static final MailboxId ONE = new MailboxId(1, 1);
    private static final MailboxId TWO = new MailboxId(2, 2);
    private static final Duration GRACE = Duration.ofHours(24);
    private static final int BODY = 7_000;
    private static final int LARGE = (int) TestStore.LARGE_BYTES + 1;
    private static final int MAILS = 20;
    private static final int PERCENT = 50;

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final HookedDisk disk = new HookedDisk();
    private final TestClock clock = new TestClock();
    private final Map<MessageId, byte[]> bodies = new LinkedHashMap<>();
    private Path data;
    private SegmentLogStore store;
    private final Set<MessageId> flagged = new HashSet<>();
    private List<LogRecord.Message> kept = List.of();

    /** Two complete segments with few mails left, and a third one. Some mails were pending copies, some of them are flagged. */
    @Before
    public void writeTheLog() throws Exception {
        data = temp.getRoot().toPath().resolve("data");
        store = TestStore.open(TestStore.settings(data, GRACE), disk, clock);
        TestStore.know(store, ONE, TWO);
        for (int i = 0; i < MAILS; i++) {
            byte[] body = new byte[i == 5 ? LARGE : BODY];
            Arrays.fill(body, (byte) (i + 1));
            MailboxId mailbox = i % 3 == 0 ? TWO : ONE;
            LogRecord.Message mail = i % 4 < 2
                    ? TestStore.complete(
                                    store,
                                    TestStore.appendPending(store, body, mailbox),
                                    i % 4 == 0 ? Outcome.UNCERTAIN : Outcome.SENT)
                            .orElseThrow()
                    : TestStore.append(store, body, mailbox).join().get(0);
            bodies.put(mail.id(), body);
            if (i % 4 == 0) {
                flagged.add(mail.id());
            }
        }
        assertThat(store.end().segment()).isEqualTo(3);
        List<LogRecord.Message> mails = TestStore.messages(store);
        delete(mails.subList(0, 4), ONE);
        delete(mails.subList(0, 4), TWO);
        delete(mails.subList(6, 16), ONE);
        delete(mails.subList(6, 16), TWO);
        kept = live(store);
        assertThat(kept).hasSize(6);
        assertThat(kept.stream().filter(mail -> mail.position().segment() < 3)).hasSizeGreaterThan(2);
        store.close();
    }

    @After
    public void close() throws IOException {
        disk.hook((change, path) -> {});
        store.close();
    }

    private void delete(List<LogRecord.Message> mails, MailboxId mailbox) {
        store.delete(mails.stream()
                        .filter(mail -> mail.mailbox().equals(mailbox))
                        .toList())
                .toCompletableFuture()
                .join();
    }

    private SegmentLogStore open(Path folder, int percent) throws IOException {
        return TestStore.open(TestStore.settings(folder, GRACE, percent), disk, clock);
    }

    private static List<LogRecord.Message> live(SegmentLogStore from) throws Exception {
        return CrashChild.live(from);
    }

    /** Opens the store when the grace is over, and waits until nothing is left in the first two segments. */
    private void compact() throws Exception {
        clock.advance(GRACE);
        store = open(data, PERCENT);
        awaitMoved();
    }

    private void awaitMoved() {
        await().until(() ->
                live(store).stream().allMatch(mail -> mail.position().segment() >= 3));
    }

    /** All kept mails are there once, and are what they were. */
    private void check(SegmentLogStore found, String when) throws Exception {
        List<LogRecord.Message> now = live(found);
        assertThat(now)
                .as(when)
                .extracting(CompactionTest::whatStays)
                .containsExactlyInAnyOrderElementsOf(
                        kept.stream().map(CompactionTest::whatStays).toList());
        for (LogRecord.Message mail : now) {
            assertThat(TestStore.read(found, mail)).as(when).isEqualTo(bodies.get(mail.id()));
        }
        assertThat(found.pendingFigures().values().stream()
                        .mapToLong(PendingFigures::uncertain)
                        .sum())
                .as("uncertain, %s", when)
                .isEqualTo(kept.stream()
                        .filter(mail -> flagged.contains(mail.id()))
                        .count());
        assertThat(found.mailboxStates()).as(when).containsOnlyKeys(ONE, TWO);
        assertThat(found.status().damaged()).as(when).isZero();
        assertThat(found.maintenance().verify(List.of()).damages()).as(when).isEmpty();
    }

    private static List<Object> whatStays(LogRecord.Message mail) {
        return List.of(mail.mailbox(), mail.id(), mail.sequence(), mail.received(), mail.octets(), mail.sealedLength());
    }

    private Path segment(int number) {
        return data.resolve("store/segments/%08d.log".formatted(number));
    }

    private void forgetSnapshot() throws IOException {
        Files.delete(data.resolve("store/snapshot"));
    }

    @Test
    public void mailsShouldStayWhatTheyWereAndOldFilesBeThereForTheGrace() throws Exception {
        compact();
        check(store, "moved");
        clock.advance(GRACE.minusMillis(1));
        store.close();
        store = open(data, PERCENT);
        check(store, "read from the snapshot");
        assertThat(segment(1)).exists();
        assertThat(segment(2)).exists();

        store.close();
        clock.advance(Duration.ofMillis(1));
        store = open(data, PERCENT);
        await().until(() -> !Files.exists(segment(2)));
        store.close();
        // The states in the first segment are written again, which gives it a grace of its own.
        clock.advance(GRACE);
        store = open(data, PERCENT);
        await().until(() -> !Files.exists(segment(1)));
        check(store, "old segments gone");

        store.close();
        forgetSnapshot();
        store = open(data, 0);
        check(store, "replayed without them");
        assertThat(TestStore.append(store, new byte[1], ONE).join().get(0).sequence())
                .isEqualTo(MAILS - (MAILS + 2) / 3 + 1);
        store.close();
        new LedgerCheck().goOn(data.resolve("store/ledger"));
        store = open(data, 0);
    }

    @Test
    public void nothingShouldBeMovedBeforeTheGraceIsOverOrWhenMuchIsLive() throws Exception {
        clock.advance(GRACE.minusMillis(1));
        store = open(data, PERCENT);
        await().until(() -> store.status().usedBytes() > 0);
        assertThat(live(store)).isEqualTo(kept);
        store.close();
        clock.advance(Duration.ofMillis(1));
        store = open(data, 10);
        await().until(() -> store.status().usedBytes() > 0);
        store.close();
        store = open(data, 0);
        assertThat(live(store)).isEqualTo(kept);
    }

    @Test
    public void segmentOfHeldMailsShouldNotBeCompactedAndGoAfterTheGraceOnceItIs() throws Exception {
        Duration hold = Duration.ofDays(30);
        Settings holding = TestStore.holding(TestStore.settings(data, GRACE, PERCENT), hold);
        clock.advance(hold.minusMillis(1));
        store = TestStore.open(holding, disk, clock);
        await().until(() -> store.status().usedBytes() > 0);
        assertThat(live(store)).isEqualTo(kept);
        List<LogRecord.Message> all = TestStore.messages(store);
        assertThat(all).hasSize(MAILS);
        for (LogRecord.Message mail : all) {
            assertThat(TestStore.read(store, mail)).isEqualTo(bodies.get(mail.id()));
        }
        store.close();

        clock.advance(Duration.ofMillis(1));
        store = TestStore.open(holding, disk, clock);
        awaitMoved();
        store.close();
        clock.advance(GRACE);
        store = TestStore.open(holding, disk, clock);
        await().until(() -> !Files.exists(segment(2)));
        check(store, "compacted");
    }

    @Test
    public void mailKnownByItsOldPlaceShouldBeReadAndDeletedAtItsNewOne() throws Exception {
        compact();
        LogRecord.Message first = kept.get(0);
        LogRecord.Message second = kept.get(1);
        assertThat(first.position().segment()).isEqualTo(1);
        assertThat(TestStore.read(store, first)).isEqualTo(bodies.get(first.id()));
        store.delete(List.of(first)).toCompletableFuture().join();
        kept = kept.stream().filter(mail -> !mail.equals(first)).toList();
        check(store, "deleted");
        store.close();
        store = open(data, PERCENT);
        store.delete(List.of(second)).toCompletableFuture().join();
        kept = kept.stream().filter(mail -> !mail.equals(second)).toList();
        check(store, "deleted after a start from the snapshot");
        store.close();
        forgetSnapshot();
        store = open(data, PERCENT);
        check(store, "replayed");
    }

    /** Each state of the files between two changes of the disk is what a {@code kill -9} there leaves. */
    @Test
    public void mailsShouldBeThereOnceWhereverTheProcessIsKilled() throws Exception {
        List<Path> crashes = new ArrayList<>();
        AtomicInteger copies = new AtomicInteger();
        disk.hook((change, path) -> {
            if (change != Change.MEASURE) {
                synchronized (crashes) {
                    Path crash = temp.getRoot().toPath().resolve("crash-" + copies.getAndIncrement());
                    try {
                        copy(data, crash);
                        crashes.add(crash);
                    } catch (NoSuchFileException e) {
                        // The other thread went on meanwhile: no moment to be killed at.
                    }
                }
            }
        });
        compact();
        store.close();
        clock.advance(GRACE);
        store = open(data, PERCENT);
        await().until(() -> !Files.exists(segment(2)));
        store.close();
        disk.hook((change, path) -> {});
        store = open(data, 0);
        assertThat(crashes).hasSizeGreaterThan(10);
        for (Path crash : crashes) {
            try (SegmentLogStore found = open(crash, 0)) {
                check(found, crash.toString());
            }
            Files.deleteIfExists(crash.resolve("store/snapshot"));
            try (SegmentLogStore found = open(crash, 0)) {
                check(found, crash + " without a snapshot");
            }
            // The compaction goes on where it was, and still nothing is there twice.
            try (SegmentLogStore found = open(crash, PERCENT)) {
                await().until(() ->
                        live(found).stream().allMatch(mail -> mail.position().segment() >= 3));
                check(found, crash + " compacted");
            }
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

    @Test
    public void copyShouldHoldAllMailsWhenItsSegmentsWereCopiedBeforeTheyWereMoved() throws Exception {
        Path backup = temp.getRoot().toPath().resolve("backup");
        copy(data.resolve("store/segments"), backup.resolve("store/segments"));
        Files.copy(data.resolve("format"), backup.resolve("format"));
        Files.copy(data.resolve("store/id"), backup.resolve("store/id"));
        compact();
        store.close();
        for (String folder : List.of("ledger", "large")) {
            copy(data.resolve("store").resolve(folder), backup.resolve("store").resolve(folder));
        }
        Files.copy(data.resolve("store/snapshot"), backup.resolve("store/snapshot"));
        store = open(backup, 0);
        List<LogRecord.Message> now = live(store);
        assertThat(now).isEqualTo(kept);
        for (LogRecord.Message mail : now) {
            assertThat(TestStore.read(store, mail)).isEqualTo(bodies.get(mail.id()));
        }
    }

    @Test
    public void mailShouldGoToTheQuarantineWhenItsOctetsAreNotWhatTheyWere() throws Exception {
        LogRecord.Message damaged = kept.get(0);
        byte[] octets = Files.readAllBytes(segment(1));
        octets[(int) damaged.position().offset() + RecordHeader.LENGTH + 100] ^= 1;
        Files.write(segment(1), octets);
        clock.advance(GRACE);
        store = open(data, PERCENT);
        awaitMoved();
        assertThat(live(store)).extracting(LogRecord::mailbox).hasSize(kept.size() - 1);
        assertThat(store.status().quarantined())
                .containsExactly(new Quarantined(damaged.position(), damaged.mailbox(), damaged.id()));
        byte[] copy = Files.readAllBytes(
                data.resolve("store/quarantine/00000001-" + damaged.position().offset()));
        int from = (int) damaged.position().offset();
        assertThat(copy)
                .isEqualTo(Arrays.copyOfRange(octets, from, from + copy.length))
                .hasSizeGreaterThan(BODY);
    }

    @Test
    public void mailShouldBeMovedByItsLedgerEntryWhenItsHeaderIsDamaged() throws Exception {
        LogRecord.Message damaged = kept.get(0);
        byte[] octets = Files.readAllBytes(segment(1));
        octets[(int) damaged.position().offset() + 50] ^= 1;
        Files.write(segment(1), octets);
        compact();
        // Whoever followed the log before has it from there.
        assertThat(live(store)).anySatisfy(mail -> assertThat(whatStays(mail)).isEqualTo(whatStays(damaged)));
        assertThat(live(store)).hasSameSizeAs(kept);
    }
}
