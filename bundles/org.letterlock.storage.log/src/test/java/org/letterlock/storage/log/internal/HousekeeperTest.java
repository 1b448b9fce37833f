package org.letterlock.storage.log.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.log.internal.HookedDisk.Change;

/** What is deleted and when, what is carried forward, and what is prepared. */
public class HousekeeperTest {

    private static final MailboxId ONE = new MailboxId(1, 1);
    private static final MailboxId TWO = new MailboxId(2, 2);
    private static final byte[] STATE = {4, 2};
    private static final Duration GRACE = Duration.ofHours(24);
    private static final int LARGE = (int) TestStore.LARGE_BYTES + 1;

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final HookedDisk disk = new HookedDisk();
    private final TestClock clock = new TestClock();
    private Duration hold = Duration.ZERO;
    private Path data;
    private SegmentLogStore store;

    @Before
    public void open() throws Exception {
        data = temp.getRoot().toPath().resolve("data");
        store = reopen();
        store.putMailbox(ONE, STATE).toCompletableFuture().join();
        store.putMailbox(TWO, STATE).toCompletableFuture().join();
        store.removeMailbox(TWO, Long.MAX_VALUE).toCompletableFuture().join();
    }

    @After
    public void close() throws IOException {
        store.close();
    }

    /** Opens the store, which does its first round of housekeeping at once. */
    private SegmentLogStore reopen() throws IOException {
        SegmentLogStore opened = TestStore.open(TestStore.holding(TestStore.settings(data, GRACE), hold), disk, clock);
        await().until(() -> opened.status().usedBytes() > 0);
        return opened;
    }

    private void reopenAfter(Duration duration) throws IOException {
        store.close();
        clock.advance(duration);
        store = reopen();
    }

    private Path segment(int number) {
        return data.resolve("store/segments/%08d.log".formatted(number));
    }

    private Path ledger(int number) {
        return data.resolve("store/ledger/%08d.ledger".formatted(number));
    }

    private Path large() throws IOException {
        try (var files = Files.list(data.resolve("store/large"))) {
            return files.findFirst().orElseThrow();
        }
    }

    private void deleteAllMails() throws Exception {
        List<LogRecord.Message> mails = TestStore.messages(store);
        store.delete(mails).toCompletableFuture().join();
    }

    @Test
    public void segmentAndLargeFileShouldGoWhenTheGraceIsOverAndNotBefore() throws Exception {
        TestStore.append(store, new byte[100], ONE).join();
        LogRecord.Message largeMail =
                TestStore.append(store, new byte[LARGE], ONE).join().get(0);
        Path large = large();
        deleteAllMails();

        reopenAfter(GRACE.minusMillis(1));
        assertThat(segment(1)).exists();
        assertThat(large).exists();
        assertThat(TestStore.read(store, largeMail)).hasSize(LARGE);

        reopenAfter(Duration.ofMillis(1));
        assertThat(large).doesNotExist();
        // The state in it is written again, which gives the segment a grace of its own.
        await().until(() -> store.end().segment() == 2);
        reopenAfter(GRACE.minusMillis(1));
        assertThat(segment(1)).exists();
        reopenAfter(Duration.ofMillis(1));
        assertThat(segment(1)).doesNotExist();
        assertThat(ledger(1)).exists();
        assertThat(store.status().damaged()).isZero();
    }

    @Test
    public void deletedMailsShouldStayForTheHoldAndTheirSegmentNoLongerForItsStates() throws Exception {
        hold = Duration.ofDays(30);
        LogRecord.Message small =
                TestStore.append(store, new byte[100], ONE).join().get(0);
        LogRecord.Message large =
                TestStore.append(store, new byte[LARGE], ONE).join().get(0);
        deleteAllMails();

        // Without the hold, the first grace has the state written again, and the second has the segment go.
        reopenAfter(GRACE);
        reopenAfter(GRACE);
        reopenAfter(hold.minus(GRACE.multipliedBy(2)).minusMillis(1));
        assertThat(TestStore.read(store, small)).hasSize(100);
        assertThat(TestStore.read(store, large)).hasSize(LARGE);

        Path file = large();
        reopenAfter(Duration.ofMillis(1));
        assertThat(file).doesNotExist();
        await().until(() -> store.end().segment() == 2);
        // Its state was written again only now; that has the grace, not another hold.
        reopenAfter(GRACE);
        assertThat(segment(1)).doesNotExist();
    }

    @Test
    public void graceShouldCountWhereTheHoldIsShorter() throws Exception {
        hold = GRACE.minusHours(1);
        TestStore.append(store, new byte[LARGE], ONE).join();
        deleteAllMails();
        Path file = large();
        reopenAfter(GRACE.minusMillis(1));
        assertThat(file).exists();
        reopenAfter(Duration.ofMillis(1));
        assertThat(file).doesNotExist();
    }

    @Test
    public void statesShouldSurviveWhenTheirSegmentIsGoneAndTheSnapshotIsLost() throws Exception {
        TestStore.append(store, new byte[100], ONE).join();
        deleteAllMails();
        reopenAfter(GRACE);
        await().until(() -> store.end().segment() == 2);
        reopenAfter(GRACE);
        assertThat(segment(1)).doesNotExist();
        store.close();
        Files.delete(data.resolve("store/snapshot"));
        store = reopen();

        Map<MailboxId, byte[]> states = store.mailboxStates();
        assertThat(states).containsOnlyKeys(ONE);
        assertThat(states.get(ONE)).isEqualTo(STATE);
        assertThat(TestStore.append(store, new byte[10], ONE).join().get(0).sequence())
                .isEqualTo(2);
        assertThat(store.status().damaged()).isZero();
    }

    @Test
    public void damagedLedgerShouldBeMadeAgainBeforeItsSegmentGoes() throws Exception {
        TestStore.append(store, new byte[100], ONE).join();
        deleteAllMails();
        reopenAfter(Duration.ZERO);
        byte[] whole = Files.readAllBytes(ledger(1));
        reopenAfter(GRACE);
        await().until(() -> store.end().segment() == 2);
        store.close();
        byte[] damaged = whole.clone();
        damaged[Ledger.HEADER_LENGTH + 100] ^= 1;
        Files.write(ledger(1), damaged);
        clock.advance(GRACE);
        store = reopen();
        assertThat(segment(1)).doesNotExist();
        assertThat(Files.readAllBytes(ledger(1))).isEqualTo(whole);
    }

    @Test
    public void segmentShouldBePreparedWhenTheOneInUseFillsSlowlyOnly() throws Exception {
        AtomicInteger prepared = new AtomicInteger();
        AtomicInteger measured = new AtomicInteger();
        disk.hook((change, path) -> {
            if (change == Change.CREATE && path.endsWith("prepared")) {
                prepared.incrementAndGet();
            }
            if (change == Change.MEASURE) {
                measured.incrementAndGet();
            }
        });
        for (int i = 0; i < 40; i++) {
            TestStore.append(store, new byte[8_000], ONE).join();
        }
        // Each time the free space is measured the next segment may be prepared; for that it is measured once more.
        measured.set(0);
        await().until(() -> measured.get() >= 3);
        assertThat(prepared).hasValue(0);

        clock.advance(Duration.ofSeconds(30));
        await().untilAtomic(prepared, equalTo(1));
    }
}
