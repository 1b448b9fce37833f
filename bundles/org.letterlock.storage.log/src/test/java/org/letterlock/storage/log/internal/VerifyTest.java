package org.letterlock.storage.log.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.StorageException;
import org.letterlock.storage.api.StoreMaintenance.Damage;
import org.letterlock.storage.api.StoreMaintenance.LedgerHead;
import org.letterlock.storage.api.StoreMaintenance.Verification;

/** A store that runs is verified: what is whole is counted, what is damaged is named. */
public class VerifyTest {

    private static final MailboxId ONE = new MailboxId(1, 1);
    private static final MailboxId TWO = new MailboxId(2, 2);
    private static final int MAILS = 20;
    private static final int BODY = 7_000;
    private static final int LARGE = (int) TestStore.LARGE_BYTES + 1;
    private static final Duration GRACE = Duration.ofHours(24);

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final TestClock clock = new TestClock();
    private Path data;
    private SegmentLogStore store;
    private List<LogRecord.Message> mails = List.of();

    /** Three segments; the first two have their ledgers, the last one is being written. */
    @Before
    public void writeTheLog() throws Exception {
        data = temp.getRoot().toPath().resolve("data");
        store = open();
        TestStore.know(store, ONE, TWO);
        for (int i = 0; i < MAILS; i++) {
            if (i == MAILS - 2) {
                reopen();
            }
            TestStore.append(store, body(i, i == 0 ? LARGE : BODY), i % 3 == 0 ? TWO : ONE)
                    .join();
        }
        mails = TestStore.messages(store);
        store.delete(mails.subList(1, 2)).toCompletableFuture().join();
        assertThat(store.end().segment()).isEqualTo(3);
    }

    @After
    public void close() throws IOException {
        store.close();
    }

    private SegmentLogStore open() throws IOException {
        return TestStore.open(TestStore.settings(data, GRACE), new UnforcedDisk(), clock);
    }

    private static byte[] body(int index, int length) {
        byte[] octets = new byte[length];
        Arrays.fill(octets, (byte) (index + 1));
        return octets;
    }

    private Verification verify() throws StorageException {
        return store.maintenance().verify(List.of());
    }

    private Damage onlyDamage() throws StorageException {
        Verification found = verify();
        assertThat(found.damages()).hasSize(1);
        assertThat(found.damaged()).isEqualTo(1);
        return found.damages().get(0);
    }

    private Path segment(long number) {
        return data.resolve("store/segments/%08d.log".formatted(number));
    }

    private Path ledger(long number) {
        return data.resolve("store/ledger/%08d.ledger".formatted(number));
    }

    private Path largeFile() throws IOException {
        try (var files = Files.list(data.resolve("store/large"))) {
            return files.findFirst().orElseThrow();
        }
    }

    private static void flip(Path file, long offset) throws IOException {
        byte[] octets = Files.readAllBytes(file);
        octets[(int) offset] ^= 0x10;
        Files.write(file, octets);
    }

    /** So that each segment has its ledger. */
    private void reopen() throws IOException {
        store.close();
        store = open();
    }

    @Test
    public void wholeStoreShouldBeCounted() throws Exception {
        Verification found = verify();

        assertThat(found.damages()).isEmpty();
        assertThat(found.end()).isEqualTo(store.end());
        assertThat(found.segments()).isEqualTo(3);
        assertThat(found.largeFiles()).isEqualTo(1);
        assertThat(found.mails()).isEqualTo(MAILS);
        assertThat(found.records()).isEqualTo(2 + MAILS + 1);
        assertThat(found.mailboxes()).isEqualTo(2);
        assertThat(found.octets()).isEqualTo(2 + LARGE + (MAILS - 1L) * BODY + 32);
    }

    @Test
    public void wholeStoreShouldStayWholeWhileMailIsTaken() throws Exception {
        List<Thread> producers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Thread producer = new Thread(() -> {
                for (int mail = 0; mail < 200; mail++) {
                    try {
                        List<LogRecord.Message> copies = TestStore.append(store, new byte[3_000], ONE, TWO)
                                .join();
                        store.delete(copies.subList(0, 1)).toCompletableFuture().join();
                    } catch (StorageException e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
            producers.add(producer);
            producer.start();
        }
        while (producers.stream().anyMatch(Thread::isAlive)) {
            assertThat(verify().damages()).isEmpty();
        }
        assertThat(verify().mails()).isEqualTo(MAILS + 800);
    }

    @Test
    public void chainsShouldBeCheckedBeyondSegmentsThatHaveGone() throws Exception {
        reopen();
        for (MailboxId mailbox : List.of(ONE, TWO)) {
            store.delete(mails.stream()
                            .filter(mail -> mail.mailbox().equals(mailbox))
                            .toList())
                    .toCompletableFuture()
                    .join();
        }
        clock.advance(GRACE.plusHours(1));
        reopen();
        await().until(() -> !Files.exists(segment(2)));

        Verification found = verify();

        assertThat(found.damages()).isEmpty();
        assertThat(found.records()).isGreaterThanOrEqualTo(2 + MAILS + 2);
        Files.delete(ledger(2));
        assertThat(verify().damages()).extracting(Damage::what).allMatch(what -> what.contains("gap"));
    }

    @Test
    public void mailShouldBeNamedWhenItsBodyIsDamaged() throws Exception {
        LogRecord.Message mail = mails.get(2);
        flip(segment(mail.position().segment()), mail.position().offset() + RecordHeader.LENGTH + 5);

        Damage damage = onlyDamage();

        assertThat(damage.file()).isEqualTo(segment(mail.position().segment()).toString());
        assertThat(damage.offset()).isEqualTo(mail.position().offset() + RecordHeader.LENGTH);
        assertThat(damage.mailbox()).isEqualTo(mail.mailbox());
        assertThat(damage.message()).isEqualTo(mail.id());
    }

    @Test
    public void mailShouldBeNamedWhenItsRecordIsDamagedAndTheLedgerKnowsIt() throws Exception {
        LogRecord.Message mail = mails.get(2);
        flip(segment(1), mail.position().offset() + 50);

        Damage damage = onlyDamage();

        assertThat(damage.offset()).isEqualTo(mail.position().offset());
        assertThat(damage.message()).isEqualTo(mail.id());
    }

    @Test
    public void mailShouldBeNamedWhenItsLargeFileIsDamagedCutOrMissing() throws Exception {
        flip(largeFile(), 4);
        assertThat(onlyDamage().message()).isEqualTo(mails.get(0).id());
        Files.write(largeFile(), body(0, LARGE - 1));
        assertThat(onlyDamage().offset()).isEqualTo(LARGE - 1);
        Path file = largeFile();
        Files.delete(file);
        assertThat(onlyDamage().file()).isEqualTo(file.toString());
    }

    @Test
    public void damagedLedgerShouldBeFound() throws Exception {
        flip(ledger(1), Ledger.HEADER_LENGTH + RecordHeader.LENGTH + 50L);
        Damage damage = onlyDamage();
        assertThat(damage.file()).isEqualTo(ledger(1).toString());
        assertThat(damage.offset()).isEqualTo(Ledger.HEADER_LENGTH + RecordHeader.LENGTH);
        Files.delete(ledger(1));
        assertThat(onlyDamage().what()).isEqualTo("missing");
    }

    @Test
    public void mailsOfAMissingSegmentShouldBeNamed() throws Exception {
        Files.delete(segment(2));
        Verification found = verify();
        List<LogRecord.Message> lost =
                mails.stream().filter(mail -> mail.position().segment() == 2).toList();
        assertThat(found.damages())
                .extracting(Damage::message)
                .containsAll(lost.stream().map(LogRecord.Message::id).toList());
        assertThat(found.damaged()).isEqualTo(lost.size() + 1L);
        // After a start the store no longer knows of it.
        reopen();
        assertThat(onlyDamage().what()).contains("missing, with " + lost.size() + " mails");
    }

    @Test
    public void headsExportedEarlierShouldBeFoundInTheChains() throws Exception {
        List<LedgerHead> earlier = store.maintenance().ledgerHeads();
        TestStore.append(store, new byte[100], ONE).join();

        assertThat(earlier)
                .containsExactly(
                        new LedgerHead(ONE, 13, earlier.get(0).sha256()),
                        new LedgerHead(TWO, 7, earlier.get(1).sha256()));
        assertThat(store.maintenance().ledgerHeads().get(0).sequence()).isEqualTo(14);
        assertThat(store.maintenance().verify(earlier).damages()).isEmpty();
    }

    @Test
    public void chainThatWasCutShouldBeFoundByAnEarlierHead() throws Exception {
        List<LedgerHead> earlier = store.maintenance().ledgerHeads();
        long last = store.end().segment();
        store.close();
        Files.delete(segment(last));
        Files.delete(ledger(last));
        Files.delete(data.resolve("store/snapshot"));
        store = open();

        assertThat(verify().damages()).isEmpty();
        assertThat(store.maintenance().verify(earlier).damages())
                .hasSize(2)
                .allMatch(damage -> damage.what().contains("cut or rewritten"))
                .extracting(Damage::mailbox)
                .containsExactlyInAnyOrder(ONE, TWO);
    }

    @Test
    public void chainThatWasRewrittenShouldBeFoundByAnEarlierHead() throws Exception {
        List<LedgerHead> earlier = store.maintenance().ledgerHeads();
        store.close();
        // All of it is made again without one mail.
        Path original = data.resolveSibling("original");
        Files.move(data, original);
        store = open();
        TestStore.know(store, ONE, TWO);
        for (int i = 1; i < MAILS; i++) {
            TestStore.append(store, body(i, BODY), i % 3 == 0 ? TWO : ONE).join();
        }

        assertThat(verify().damages()).isEmpty();
        assertThat(store.maintenance().verify(earlier).damaged()).isEqualTo(2);
    }

    @Test
    public void damagesShouldBeCountedBeyondTheOnesThatAreNamed() {
        Findings findings = new Findings(2);
        for (int i = 0; i < 3; i++) {
            findings.damage(data, i, null, "x");
        }
        Verification result = findings.result(store.end(), 0);
        assertThat(result.damaged()).isEqualTo(3);
        assertThat(result.damages()).hasSize(2);
    }
}
