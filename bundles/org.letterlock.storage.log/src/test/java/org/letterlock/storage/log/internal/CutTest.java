package org.letterlock.storage.log.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.log.internal.HookedDisk.Change;

/**
 * What a crash leaves: the octets written so far, cut at every length, with nothing, zeros or garbage behind. The log has a
 * complete segment and the one that is cut, which ends with records that were forced together.
 */
public class CutTest {

    private static final MailboxId ONE = new MailboxId(1, 1);
    private static final MailboxId TWO = new MailboxId(2, 2);
    private static final MailboxId THREE = new MailboxId(3, 3);
    private static final int LARGE = (int) TestStore.LARGE_BYTES + 1;
    private static final int TAIL = 300;

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final Disk disk = new UnforcedDisk();
    private final Map<MessageId, byte[]> bodies = new HashMap<>();
    private final Map<LogPosition, byte[]> states = new HashMap<>();
    private List<LogRecord> records = List.of();
    private LogPosition end = LogPosition.START;
    private int lastBatch;
    private byte[] written = {};
    private Path kept;
    private Path firstSnapshot;
    private DataFolder folder;

    @Before
    public void writeTheLog() throws Exception {
        Path original = temp.getRoot().toPath().resolve("original");
        try (SegmentLogStore store = TestStore.open(original)) {
            TestStore.know(store, ONE, TWO);
            append(store, 10, ONE);
            append(store, 20, TWO);
        }
        firstSnapshot = Files.copy(
                original.resolve("store/snapshot"), temp.getRoot().toPath().resolve("snapshot"));
        HookedDisk held = new HookedDisk();
        try (SegmentLogStore store =
                TestStore.open(TestStore.settings(original, Duration.ofDays(1)), held, InstantSource.system())) {
            put(store, THREE, 3);
            append(store, 24, ONE);
            append(store, 13, ONE, TWO, THREE);
            delete(store, 0);
            append(store, LARGE, TWO);
            put(store, TWO, 30);
            delete(store, 2);
            store.removeMailbox(THREE, Long.MAX_VALUE).toCompletableFuture().join();
            appendTogether(store, held);
            records = TestStore.scan(store);
            end = store.end();
        }
        records.stream()
                .filter(LogRecord.State.class::isInstance)
                .filter(record -> record.position().segment() == 1)
                .forEach(record -> states.put(record.position(), new byte[] {1}));
        kept = original.resolve("store");
        written = Files.readAllBytes(kept.resolve("segments/00000002.log"));
        assertThat(end).isEqualTo(new LogPosition(2, written.length));
        folder = copyWithoutTheLastSegment();
    }

    @After
    public void close() throws IOException {
        folder.close();
    }

    private void append(SegmentLogStore store, int length, MailboxId... mailboxes) throws Exception {
        appendLater(store, length, mailboxes).join();
    }

    private CompletableFuture<Void> appendLater(SegmentLogStore store, int length, MailboxId... mailboxes)
            throws Exception {
        byte[] body = new byte[length];
        Arrays.fill(body, (byte) (bodies.size() + 1));
        return TestStore.append(store, body, mailboxes)
                .thenAccept(copies -> bodies.put(copies.get(0).id(), body));
    }

    private void put(SegmentLogStore store, MailboxId mailbox, int length) {
        byte[] state = new byte[length];
        Arrays.fill(state, (byte) length);
        LogPosition before = store.end();
        store.putMailbox(mailbox, state).toCompletableFuture().join();
        states.put(before.segment() == 2 ? before : new LogPosition(2, SegmentHeader.LENGTH), state);
    }

    private static void delete(SegmentLogStore store, int index) throws Exception {
        store.delete(List.of(TestStore.messages(store).get(index)))
                .toCompletableFuture()
                .join();
    }

    /** Appends two mails, one of them with two copies, that are forced together. */
    private void appendTogether(SegmentLogStore store, HookedDisk held) throws Exception {
        CountDownLatch holding = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        held.hook((change, path) -> {
            if (change == Change.FORCE && path.toString().contains("segments")) {
                holding.countDown();
                HookedDisk.await(gate);
            }
        });
        CompletableFuture<Void> before = appendLater(store, 8, TWO);
        holding.await();
        CompletableFuture<Void> first = appendLater(store, 60, ONE);
        CompletableFuture<Void> second = appendLater(store, 11, TWO, ONE);
        gate.countDown();
        CompletableFuture.allOf(before, first, second).join();
        List<LogRecord.Message> messages = TestStore.messages(store);
        lastBatch = (int) messages.get(messages.size() - 3).position().offset();
    }

    private DataFolder copyWithoutTheLastSegment() throws IOException {
        Path copy = temp.newFolder("copy").toPath();
        Files.createDirectories(copy.resolve("store/segments"));
        Files.createDirectories(copy.resolve("store/ledger"));
        Files.copy(kept.resolve("id"), copy.resolve("store/id"));
        Files.copy(kept.resolve("segments/00000001.log"), copy.resolve("store/segments/00000001.log"));
        Files.copy(kept.resolve("ledger/00000001.ledger"), copy.resolve("store/ledger/00000001.ledger"));
        return DataFolder.open(copy, disk);
    }

    @Test
    public void recordsShouldBeThereWholeOrNotAtAllWhereverTheLogIsCut() throws Exception {
        Random random = new Random(1);
        byte[] garbage = new byte[TAIL];
        for (int cut = 0; cut <= written.length; cut++) {
            random.nextBytes(garbage);
            for (byte[] tail : List.of(new byte[0], new byte[TAIL], garbage)) {
                byte[] octets = Arrays.copyOf(written, cut + tail.length);
                System.arraycopy(tail, 0, octets, cut, tail.length);
                // What fills up to the alignment may be anything.
                int filled = tail.length == 0 ? cut : (int) RecordHeader.padded(cut);
                check(octets, cut, filled, "cut at " + cut + " of " + written.length + ", then " + tail.length);
            }
        }
    }

    /** The disk may have written some of what was to be forced together and not what lies before it. */
    @Test
    public void recordsShouldBeThereWholeOrNotAtAllWhereverTheLastForceLeftAHole() throws Exception {
        for (int hole = lastBatch; hole < written.length; hole += RecordHeader.ALIGNMENT) {
            byte[] octets = written.clone();
            Arrays.fill(octets, hole, Math.min(hole + 16, written.length), (byte) 0);
            int whole = Arrays.equals(octets, written) ? written.length : hole;
            check(octets, whole, whole, "hole at " + hole + " of " + written.length);
        }
    }

    /** Replays a last segment that is as it was written up to an offset, and perhaps up to a second one. */
    private void check(byte[] octets, int whole, int perhapsWhole, String when) throws Exception {
        Path segment = folder.segment(2);
        Files.deleteIfExists(folder.ledger(2));
        Files.deleteIfExists(folder.snapshot());
        if (whole % 2 == 0) {
            Files.createLink(folder.snapshot(), firstSnapshot);
        }
        restoreLargeFile();
        Files.write(segment, octets);
        DamageRegister damage = new DamageRegister(folder, disk, 0);
        Replay.Result result = Replay.run(folder, disk, damage);
        List<LogRecord> found = new ArrayList<>();
        new LogScan(folder, result.state(), damage, LogPosition.START, result.end(), false, found::add).run();

        List<LogRecord> expected = completeAt(whole);
        if (!found.equals(expected)) {
            expected = completeAt(perhapsWhole);
        }
        assertThat(found).as(when).isEqualTo(expected);
        assertThat(damage.count()).as(when).isZero();
        assertThat(result.end()).as(when).isEqualTo(endOf(expected));
        checkState(result.state(), expected, when);
    }

    private void checkState(LogState state, List<LogRecord> expected, String when) throws Exception {
        Map<MailboxId, byte[]> expectedStates = new HashMap<>();
        Map<MailboxId, Long> sequences = new HashMap<>();
        Set<MessageId> deleted = new HashSet<>();
        boolean large = false;
        for (LogRecord record : expected) {
            if (record instanceof LogRecord.State change) {
                expectedStates.put(change.mailbox(), states.getOrDefault(change.position(), new byte[0]));
                if (change.removed()) {
                    expectedStates.remove(change.mailbox());
                }
            } else if (record instanceof LogRecord.Deletion deletion) {
                deletion.messages().forEach(id -> deleted.add(id));
            } else if (record instanceof LogRecord.Message message) {
                sequences.put(message.mailbox(), message.sequence());
                large |= message.sealedLength() == LARGE;
            }
        }
        Map<MailboxId, byte[]> foundStates = new HashMap<>();
        state.mailboxes().forEach((id, mailbox) -> {
            assertThat(mailbox.sequence()).as(when).isEqualTo(sequences.getOrDefault(id, 0L));
            byte[] content = mailbox.state();
            if (content != null) {
                foundStates.put(id, content);
            }
        });
        assertThat(foundStates.keySet()).as(when).isEqualTo(expectedStates.keySet());
        foundStates.forEach((id, content) -> assertThat(content).as(when).isEqualTo(expectedStates.get(id)));
        for (LogRecord record : records) {
            if (record instanceof LogRecord.Message message) {
                boolean there = expected.contains(message);
                boolean live = there
                        && !(deleted.contains(message.id()) && message.mailbox().equals(ONE));
                assertThat(state.isLive(message.position())).as(when).isEqualTo(live);
                if (there) {
                    assertThat(read(state, message)).as(when).isEqualTo(bodies.get(message.id()));
                }
            }
        }
        try (var files = Files.list(folder.large())) {
            assertThat(files.count()).as("large files, %s", when).isEqualTo(large ? 1 : 0);
        }
    }

    private byte[] read(LogState state, LogRecord.Message message) throws Exception {
        try (InputStream in = StoredBody.open(folder, state, new DamageRegister(folder, disk, 0), message)) {
            return in.readAllBytes();
        }
    }

    /** The records that end, together with those they are valid with, at or before an offset of the last segment. */
    private List<LogRecord> completeAt(int offset) {
        List<LogRecord> complete = records;
        while (endOf(complete).segment() == 2 && endOf(complete).offset() > offset) {
            int last = complete.size() - 1;
            while (last > 0 && sameMail(complete.get(last), complete.get(last - 1))) {
                last--;
            }
            complete = complete.subList(0, last);
        }
        return complete;
    }

    private static boolean sameMail(LogRecord record, LogRecord other) {
        return record instanceof LogRecord.Message message
                && other instanceof LogRecord.Message before
                && message.id().equals(before.id());
    }

    /** Where the last of the first records ends. */
    private LogPosition endOf(List<LogRecord> first) {
        if (first.size() == records.size()) {
            return end;
        }
        LogPosition next = records.get(first.size()).position();
        return next.offset() == SegmentHeader.LENGTH ? endOfFirstSegment() : next;
    }

    private LogPosition endOfFirstSegment() {
        try {
            return new LogPosition(1, Files.size(folder.segment(1)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Replay deletes it when its record is not there. */
    private void restoreLargeFile() throws IOException {
        try (var files = Files.list(kept.resolve("large"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = folder.large().resolve(file.getFileName());
                if (!Files.exists(copy)) {
                    Files.createLink(copy, file);
                }
            }
        }
    }
}
