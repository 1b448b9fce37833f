package org.letterlock.storage.log.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.storage.api.DamagedBodyException;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.StoreStatus.Quarantined;

/** Octets that were right once and are no longer: everything else is found, and the damage is counted. */
public class DamageTest {

    private static final MailboxId ONE = new MailboxId(1, 1);
    private static final MailboxId TWO = new MailboxId(2, 2);
    private static final int BODY = 7_000;
    private static final int MAILS = 20;
    private static final int OLD = 1;
    private static final int LAST = 3;

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private Path data;
    private List<LogRecord.Message> mails = List.of();
    private MessageId deleted = RecordHeader.NO_MESSAGE;

    /** Three segments; the last one has been written until a moment ago. */
    @Before
    public void writeTheLog() throws Exception {
        data = temp.getRoot().toPath().resolve("data");
        try (SegmentLogStore store = open()) {
            TestStore.know(store, ONE, TWO);
            for (int i = 0; i < MAILS; i++) {
                TestStore.append(store, body(i), i % 3 == 0 ? TWO : ONE).join();
            }
            mails = TestStore.messages(store);
            store.delete(mails.subList(1, 2)).toCompletableFuture().join();
            deleted = mails.get(1).id();
            assertThat(store.end().segment()).isEqualTo(LAST);
        }
    }

    private SegmentLogStore open() throws IOException {
        return TestStore.open(TestStore.settings(data, Duration.ofDays(1)), new UnforcedDisk(), InstantSource.system());
    }

    private static byte[] body(int index) {
        byte[] octets = new byte[BODY];
        Arrays.fill(octets, (byte) (index + 1));
        return octets;
    }

    private Path segment(int number) {
        return data.resolve("store/segments/%08d.log".formatted(number));
    }

    private Path ledger(int number) {
        return data.resolve("store/ledger/%08d.ledger".formatted(number));
    }

    private Path snapshot() {
        return data.resolve("store/snapshot");
    }

    private static void flip(Path file, long offset) throws IOException {
        byte[] octets = Files.readAllBytes(file);
        octets[(int) offset] ^= 0x10;
        Files.write(file, octets);
    }

    private Path quarantineOf(LogRecord.Message mail) {
        LogPosition at = mail.position();
        return data.resolve("store/quarantine/%08d-%d".formatted(at.segment(), at.offset()));
    }

    private byte[] quarantined(LogRecord.Message mail) throws IOException {
        return Files.readAllBytes(quarantineOf(mail));
    }

    private byte[] octetsOf(LogRecord.Message mail) throws IOException {
        int from = (int) mail.position().offset();
        int length = RecordHeader.LENGTH + (int) RecordHeader.padded(BODY);
        byte[] all = Files.readAllBytes(segment((int) mail.position().segment()));
        return Arrays.copyOfRange(all, from, from + length);
    }

    /** As if the process had been killed: the last segment has no ledger, and no snapshot covers it. */
    private void forgetTheClose() throws IOException {
        Files.deleteIfExists(ledger(LAST));
        Files.deleteIfExists(snapshot());
    }

    /** The second mail of a segment, which is behind its first force and before its last. */
    private int secondOf(int segment) {
        int first = 0;
        while (mails.get(first).position().segment() != segment) {
            first++;
        }
        return first + 1;
    }

    /** Opens the store, expects one mail to be lost and all others to be there, and returns how much was damaged. */
    private long openWithout(int lost) throws Exception {
        List<LogRecord.Message> expected = new ArrayList<>(mails);
        if (lost >= 0) {
            expected.remove(lost);
        }
        try (LogCapture log = new LogCapture();
                SegmentLogStore store = open()) {
            List<LogRecord.Message> found = new ArrayList<>();
            List<MessageId> gone = new ArrayList<>();
            for (LogRecord record : TestStore.scan(store)) {
                if (record instanceof LogRecord.Message message) {
                    found.add(message);
                } else if (record instanceof LogRecord.Deletion deletion) {
                    gone.addAll(deletion.messages());
                }
            }
            assertThat(found).isEqualTo(expected);
            assertThat(gone).containsExactly(deleted);
            for (LogRecord.Message message : found) {
                assertThat(TestStore.read(store, message)).isEqualTo(body(mails.indexOf(message)));
            }
            assertThat(store.mailboxStates()).containsOnlyKeys(ONE, TWO);
            long next = mails.stream().filter(m -> m.mailbox().equals(ONE)).count() + 1;
            LogRecord.Message appended =
                    TestStore.append(store, new byte[1], ONE).join().get(0);
            assertThat(appended.sequence()).isEqualTo(next);
            long damaged = store.status().damaged();
            if (damaged > 0) {
                assertThat(log.errors()).anyMatch(line -> line.contains("is damaged at offset"));
            } else {
                assertThat(log.errors()).isEmpty();
            }
            return damaged;
        }
    }

    @Test
    public void othersShouldBeFoundWhenAHeaderIsDamagedInAnOldSegment() throws Exception {
        int lost = 2;
        flip(segment(OLD), mails.get(lost).position().offset() + 50);
        assertThat(openWithout(lost)).isPositive();
    }

    @Test
    public void othersShouldBeFoundWhenAHeaderIsDamagedInAnOldSegmentAndThereIsNoSnapshot() throws Exception {
        int lost = 2;
        flip(segment(OLD), mails.get(lost).position().offset() + 50);
        Files.delete(snapshot());
        assertThat(openWithout(lost)).isPositive();
    }

    @Test
    public void othersShouldBeFoundWhenAHeaderIsDamagedInTheLastSegment() throws Exception {
        int lost = secondOf(LAST);
        flip(segment(LAST), mails.get(lost).position().offset() + 50);
        forgetTheClose();
        assertThat(openWithout(lost)).isPositive();
    }

    @Test
    public void mailShouldFailToBeReadAndOthersBeFoundWhenItsBodyIsDamaged() throws Exception {
        for (int segment : new int[] {OLD, LAST}) {
            int lost = secondOf(segment);
            LogRecord.Message message = mails.get(lost);
            flip(segment(segment), message.position().offset() + RecordHeader.LENGTH + 100);
            forgetTheClose();
            try (LogCapture log = new LogCapture();
                    SegmentLogStore store = open()) {
                assertThat(TestStore.messages(store)).isEqualTo(mails);
                long before = store.status().damaged();
                // What was never closed is read through at the start, what was not is checked when it is read.
                assertThat(before).isEqualTo(segment == LAST ? 1 : 0);
                assertThatThrownBy(() -> TestStore.read(store, message)).isInstanceOf(DamagedBodyException.class);
                assertThat(store.status().damaged()).isEqualTo(1);
                assertThatThrownBy(() -> TestStore.read(store, message)).isInstanceOf(DamagedBodyException.class);
                assertThat(store.status().damaged()).isEqualTo(1);
                assertThat(store.status().quarantined())
                        .containsExactly(new Quarantined(message.position(), message.mailbox(), message.id()));
                assertThat(log.errors())
                        .singleElement()
                        .asString()
                        .contains(segment(segment) + " is damaged", message.id().toString());
                assertThat(quarantined(message)).isEqualTo(octetsOf(message));
                for (LogRecord.Message other : mails) {
                    if (!other.equals(message)) {
                        assertThat(TestStore.read(store, other)).isEqualTo(body(mails.indexOf(other)));
                    }
                }
            }
            // It is there when the gateway is started again, until somebody deletes it.
            flip(segment(segment), message.position().offset() + RecordHeader.LENGTH + 100);
            try (SegmentLogStore store = open()) {
                assertThat(store.status().damaged()).isZero();
                assertThat(store.status().quarantined())
                        .containsExactly(new Quarantined(message.position(), message.mailbox(), message.id()));
            }
            Files.delete(quarantineOf(message));
        }
    }

    @Test
    public void othersShouldBeFoundWhenTheEndOfAnOldSegmentIsLost() throws Exception {
        int last = secondOf(OLD + 1) - 2;
        byte[] whole = Files.readAllBytes(segment(OLD));
        Files.write(segment(OLD), Arrays.copyOf(whole, (int)
                mails.get(last).position().offset()));
        assertThat(openWithout(last)).isPositive();
    }

    @Test
    public void everythingShouldBeFoundWhenASegmentHeaderIsDamaged() throws Exception {
        for (int segment : new int[] {OLD, OLD + 1, LAST}) {
            flip(segment(segment), 20);
        }
        forgetTheClose();
        assertThat(openWithout(-1)).isEqualTo(3);
    }

    @Test
    public void stateShouldBeTheSameWhenTheSnapshotIsDamaged() throws Exception {
        byte[] whole = Files.readAllBytes(snapshot());
        Map<MailboxId, String> expected = stateAfterReplay();
        Files.delete(snapshot());
        assertThat(stateAfterReplay()).isEqualTo(expected);
        for (int cut = 0; cut < whole.length; cut++) {
            Files.write(snapshot(), Arrays.copyOf(whole, cut));
            assertThat(stateAfterReplay()).as("cut at %s", cut).isEqualTo(expected);
        }
        for (int at = 0; at < whole.length; at++) {
            Files.write(snapshot(), whole);
            flip(snapshot(), at);
            assertThat(stateAfterReplay()).as("bit flipped at %s", at).isEqualTo(expected);
        }
    }

    /** Everything replay found out, as text; which mails are live with what belongs to the store as a whole. */
    private Map<MailboxId, String> stateAfterReplay() throws IOException {
        try (DataFolder folder = DataFolder.open(data, new UnforcedDisk())) {
            DamageRegister damage = new DamageRegister(folder, new UnforcedDisk(), 0);
            Replay.Result result = Replay.run(folder, new UnforcedDisk(), damage);
            assertThat(damage.count()).isZero();
            List<Boolean> live = mails.stream()
                    .map(mail -> result.state().isLive(mail.position()))
                    .toList();
            Map<MailboxId, String> found = new HashMap<>();
            result.state()
                    .mailboxes()
                    .forEach((id, log) -> found.put(
                            id,
                            log.sequence()
                                    + Arrays.toString(log.head())
                                    + Arrays.toString(log.state())
                                    + log.stateSegment()));
            found.put(new MailboxId(0, 0), live + " " + result.end() + " " + result.lastNumber());
            return found;
        }
    }

    @Test
    public void ledgerShouldBeMadeAgainWhenItIsMissingOrDamaged() throws Exception {
        byte[] old = Files.readAllBytes(ledger(OLD));
        byte[] last = Files.readAllBytes(ledger(LAST));
        Files.delete(ledger(OLD));
        flip(ledger(LAST), 45);
        assertThat(openWithout(-1)).isZero();
        assertThat(Files.readAllBytes(ledger(OLD))).isEqualTo(old);
        assertThat(Files.readAllBytes(ledger(LAST))).isEqualTo(last);
    }
}
