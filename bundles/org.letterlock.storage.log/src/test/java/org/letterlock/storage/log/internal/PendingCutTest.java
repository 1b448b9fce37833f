package org.letterlock.storage.log.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.Outcome;
import org.letterlock.storage.api.PendingFigures;
import org.letterlock.storage.api.PendingMessage;

/** What a crash leaves of pending copies and their outcomes: the log cut at every length, and started again. */
public class PendingCutTest {

    private static final MailboxId ONE = new MailboxId(1, 1);
    private static final MailboxId TWO = new MailboxId(2, 2);
    private static final int LARGE = (int) TestStore.LARGE_BYTES + 1;
    private static final int TAIL = 300;

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final Disk disk = new UnforcedDisk();
    private final List<Moment> moments = new ArrayList<>();
    private final List<PendingMessage> waiting = new ArrayList<>();
    private Path original;
    private byte[] written = {};

    /**
     * What a store came to.
     *
     * @param end end of the log then
     * @param messages all mails that were to be seen
     * @param waiting places of the copies without an outcome
     */
    private record Moment(
            LogPosition end,
            List<LogRecord.Message> messages,
            Set<LogPosition> waiting,
            Map<MailboxId, PendingFigures> figures) {}

    @Before
    public void writeTheLog() throws Exception {
        original = temp.getRoot().toPath().resolve("original");
        try (SegmentLogStore store = open(original)) {
            TestStore.know(store, ONE, TWO);
            note(store);
            PendingMessage sent = append(store, 10, ONE);
            TestStore.append(store, body(30), ONE).join();
            note(store);
            PendingMessage refused = append(store, LARGE, TWO);
            complete(store, sent, Outcome.SENT);
            complete(store, refused, Outcome.REJECTED);
            PendingMessage lost = append(store, 7, ONE);
            PendingMessage kept = append(store, 8, TWO);
            complete(store, lost, Outcome.UNCERTAIN);
            complete(store, kept, Outcome.REJECTED_KEPT);
            append(store, 9, ONE);
        }
        written = Files.readAllBytes(segment(original));
        assertThat(moments.get(moments.size() - 1).end()).isEqualTo(new LogPosition(1, written.length));
    }

    private SegmentLogStore open(Path data) throws IOException {
        return TestStore.open(TestStore.settings(data, Duration.ofDays(1)), disk, InstantSource.system());
    }

    private static Path segment(Path data) {
        return data.resolve("store/segments/00000001.log");
    }

    private PendingMessage append(SegmentLogStore store, int length, MailboxId mailbox) throws Exception {
        PendingMessage pending = TestStore.appendPending(store, body(length), mailbox);
        waiting.add(pending);
        note(store);
        return pending;
    }

    private void complete(SegmentLogStore store, PendingMessage pending, Outcome outcome) throws Exception {
        TestStore.complete(store, pending, outcome);
        waiting.remove(pending);
        note(store);
    }

    private void note(SegmentLogStore store) throws Exception {
        Set<LogPosition> places = new HashSet<>();
        waiting.forEach(pending -> places.add(pending.position()));
        moments.add(new Moment(store.end(), TestStore.messages(store), places, store.pendingFigures()));
    }

    private static byte[] body(int length) {
        byte[] octets = new byte[length];
        Arrays.fill(octets, (byte) length);
        return octets;
    }

    /** A folder with the last octets cut off, and others in their place. */
    private Path cut(int length, byte[] tail) throws IOException {
        Path data = temp.getRoot().toPath().resolve("cut");
        for (String name : List.of("segments", "ledger", "large")) {
            Path folder = Files.createDirectories(data.resolve("store").resolve(name));
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.deleteIfExists(data.resolve("store/snapshot"));
        Files.writeString(data.resolve("store/id"), Files.readString(original.resolve("store/id")));
        try (var files = Files.list(original.resolve("store/large"))) {
            for (Path file : files.toList()) {
                Files.createLink(data.resolve("store/large").resolve(file.getFileName()), file);
            }
        }
        byte[] octets = Arrays.copyOf(written, length + tail.length);
        System.arraycopy(tail, 0, octets, length, tail.length);
        Files.write(segment(data), octets);
        return data;
    }

    private Moment lastBefore(long length) {
        Moment last = new Moment(LogPosition.START, List.of(), Set.of(), Map.of());
        for (Moment moment : moments) {
            last = moment.end().offset() <= length ? moment : last;
        }
        return last;
    }

    @Test
    public void copiesAndOutcomesShouldBeThereWholeOrNotAtAllWhereverTheLogIsCut() throws Exception {
        Random random = new Random(1);
        byte[] garbage = new byte[TAIL];
        int from = (int) moments.get(0).end().offset();
        for (int length = from; length <= written.length; length++) {
            random.nextBytes(garbage);
            for (byte[] tail : List.of(new byte[0], new byte[TAIL], garbage)) {
                Path data = cut(length, tail);
                Replay.Result result;
                List<LogRecord.Message> found = new ArrayList<>();
                DamageRegister damage;
                try (DataFolder folder = DataFolder.open(data, disk)) {
                    damage = new DamageRegister(folder, disk, 0);
                    result = Replay.run(folder, disk, damage);
                    new LogScan(
                                    folder,
                                    result.state(),
                                    damage,
                                    LogPosition.START,
                                    result.end(),
                                    false,
                                    record -> !(record instanceof LogRecord.Message message) || found.add(message))
                            .run();
                }
                String when = "cut at " + length + " of " + written.length + ", then " + tail.length;
                Moment expected = lastBefore(length);
                if (!result.end().equals(expected.end())) {
                    // What fills up to the alignment may be anything.
                    expected = lastBefore(tail.length == 0 ? length : RecordHeader.padded(length));
                }
                assertThat(result.end()).as(when).isEqualTo(expected.end());
                assertThat(found).as(when).isEqualTo(expected.messages());
                assertThat(result.state().undecided()).as(when).hasSameElementsAs(expected.waiting());
                assertThat(damage.count()).as(when).isZero();
            }
        }
    }

    @Test
    public void copiesWithoutAnOutcomeShouldBecomeUncertainOnceHoweverOftenTheStoreIsStarted() throws Exception {
        for (Moment moment : moments) {
            Path data = cut((int) moment.end().offset(), new byte[0]);
            Set<LogPosition> visible = new HashSet<>(moment.waiting());
            moment.messages().forEach(message -> visible.add(message.position()));
            List<LogRecord.Message> first;
            try (SegmentLogStore store = open(data)) {
                first = TestStore.messages(store);
                assertThat(first.subList(0, moment.messages().size())).isEqualTo(moment.messages());
                assertThat(first).extracting(LogRecord.Message::position).containsExactlyInAnyOrderElementsOf(visible);
                for (LogRecord.Message message : first) {
                    TestStore.read(store, message);
                }
                assertThat(flagged(store))
                        .isEqualTo(moment.waiting().size()
                                + moment.figures().values().stream()
                                        .mapToLong(figures -> figures.uncertain() + figures.rejected())
                                        .sum());
            }
            for (boolean snapshot : new boolean[] {true, false}) {
                if (!snapshot) {
                    Files.deleteIfExists(data.resolve("store/snapshot"));
                }
                try (SegmentLogStore store = open(data)) {
                    assertThat(TestStore.messages(store)).isEqualTo(first);
                    assertThat(flagged(store)).isLessThanOrEqualTo(first.size());
                    assertThat(store.maintenance().verify(List.of()).damages()).isEmpty();
                }
            }
            new LedgerCheck().goOn(data.resolve("store/ledger"));
        }
    }

    private static long flagged(SegmentLogStore store) {
        long flagged = 0;
        for (PendingFigures figures : store.pendingFigures().values()) {
            assertThat(figures.pending()).isZero();
            flagged += figures.uncertain() + figures.rejected();
        }
        return flagged;
    }
}
