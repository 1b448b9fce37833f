package org.letterlock.storage.log.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.Outcome;
import org.letterlock.storage.api.StorageException;

/**
 * A copy of the data folder that is taken file by file while the store is written: what was durable when the copy began is
 * in it, whatever order the files are copied in.
 */
public class BackupTest {

    private static final MailboxId[] MAILBOXES = {new MailboxId(7, 1), new MailboxId(7, 2), new MailboxId(7, 3)};
    private static final Duration GRACE = Duration.ofHours(24);
    private static final int PRODUCERS = 2;
    private static final int MAILS_BEFORE = 60;
    private static final int BLOCK = 8 << 10;

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final Map<LogRecord.Message, byte[]> appended = new ConcurrentHashMap<>();
    private final Set<LogRecord.Message> deleting = ConcurrentHashMap.newKeySet();
    private final Set<LogRecord.Message> deleted = ConcurrentHashMap.newKeySet();
    private final List<Thread> producers = new ArrayList<>();
    private final long seed = Long.getLong("letterlock.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private volatile boolean stopping;
    private Path data;
    private Path copy;
    private SegmentLogStore store;

    @Before
    public void open() throws Exception {
        System.out.println("seed " + seed + ", again with -Dletterlock.seed=" + seed);
        data = temp.getRoot().toPath().resolve("data");
        copy = temp.getRoot().toPath().resolve("copy");
        store = TestStore.open(data);
        TestStore.know(store, MAILBOXES);
        for (int i = 0; i < MAILS_BEFORE; i++) {
            work(random);
        }
        store.close();
        // The segment that is written while the copy is made is a prepared one: behind what is written it holds zeros.
        store = open(data);
        work(random);
    }

    @After
    public void close() throws Exception {
        stopProducers();
        store.close();
    }

    private static SegmentLogStore open(Path folder) throws IOException {
        return TestStore.open(TestStore.settings(folder, GRACE), new NativeDisk(), InstantSource.system());
    }

    private void startProducers() {
        for (int i = 0; i < PRODUCERS; i++) {
            Random own = new Random(random.nextLong());
            Thread producer = new Thread(() -> {
                while (!stopping) {
                    work(own);
                }
            });
            producers.add(producer);
            producer.start();
        }
    }

    private void stopProducers() throws InterruptedException {
        stopping = true;
        for (Thread producer : producers) {
            producer.join();
        }
    }

    /** Appends a mail for one mailbox or several, and deletes one now and then. */
    private void work(Random own) {
        try {
            byte[] body = new byte[own.nextInt(6) == 0 ? 8_000 + own.nextInt(20_000) : own.nextInt(3_000)];
            own.nextBytes(body);
            int first = own.nextInt(MAILBOXES.length);
            MailboxId[] mailboxes = own.nextBoolean()
                    ? new MailboxId[] {MAILBOXES[first]}
                    : new MailboxId[] {MAILBOXES[first], MAILBOXES[(first + 1) % MAILBOXES.length]};
            List<LogRecord.Message> copies = own.nextInt(4) == 0
                    ? List.of(
                            TestStore.complete(store, TestStore.appendPending(store, body, mailboxes[0]), Outcome.SENT)
                                    .orElseThrow())
                    : TestStore.append(store, body, mailboxes).join();
            copies.forEach(message -> appended.put(message, body));
            if (own.nextInt(3) == 0) {
                LogRecord.Message message = copies.get(0);
                deleting.add(message);
                store.delete(List.of(message)).toCompletableFuture().join();
                deleted.add(message);
            }
        } catch (StorageException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Copying {
        void run() throws Exception;
    }

    private void check(Copying copying) throws Exception {
        startProducers();
        Map<LogRecord.Message, byte[]> appendedBefore = Map.copyOf(appended);
        Set<LogRecord.Message> deletedBefore = Set.copyOf(deleted);
        copying.run();
        stopProducers();
        try (SegmentLogStore copied = open(copy)) {
            Set<LogRecord.Message> live = new HashSet<>();
            Set<String> numbers = new HashSet<>();
            for (LogRecord record : TestStore.scan(copied)) {
                if (record instanceof LogRecord.Message message) {
                    live.add(message);
                    assertThat(numbers.add(message.mailbox() + " " + message.sequence()))
                            .isTrue();
                } else if (record instanceof LogRecord.Deletion deletion) {
                    live.removeIf(message -> message.mailbox().equals(deletion.mailbox())
                            && deletion.messages().contains(message.id()));
                }
            }
            for (Map.Entry<LogRecord.Message, byte[]> mail : appendedBefore.entrySet()) {
                if (!deleting.contains(mail.getKey())) {
                    assertThat(live).contains(mail.getKey());
                    assertThat(TestStore.read(copied, mail.getKey())).isEqualTo(mail.getValue());
                }
            }
            assertThat(live).doesNotContainAnyElementsOf(deletedBefore);
            assertThat(copied.mailboxStates()).containsOnlyKeys(MAILBOXES);
            for (LogRecord.Message message :
                    TestStore.append(copied, new byte[9_000], MAILBOXES).join()) {
                assertThat(numbers).doesNotContain(message.mailbox() + " " + message.sequence());
                assertThat(TestStore.read(copied, message)).hasSize(9_000);
            }
            System.out.println(appendedBefore.size() + " mails before, " + appended.size() + " after, " + numbers.size()
                    + " in the copy, damaged " + copied.status().damaged());
        }
    }

    @Test
    public void copyShouldHoldWhatWasDurableBeforeWhenItIsMadeByCp() throws Exception {
        check(() -> {
            File messages = temp.newFile();
            new ProcessBuilder("cp", "-r", data.toString(), copy.toString())
                    .redirectError(messages)
                    .start()
                    .waitFor();
            // Of what is renamed meanwhile nothing is needed.
            assertThat(Files.readAllLines(messages.toPath())).allMatch(line -> line.matches(".*(prepared|\\.tmp)'.*"));
        });
    }

    @Test
    public void copyShouldHoldWhatWasDurableBeforeWhenSegmentsAreCopiedFirst() throws Exception {
        check(() -> copyInOrder("segments", "ledger", "large", "snapshot"));
    }

    @Test
    public void copyShouldHoldWhatWasDurableBeforeWhenSegmentsAreCopiedLast() throws Exception {
        check(() -> copyInOrder("snapshot", "large", "ledger", "segments"));
    }

    @Test
    public void copyShouldHoldWhatWasDurableBeforeWhenTheLedgerIsCopiedLast() throws Exception {
        check(() -> copyInOrder("large", "segments", "snapshot", "ledger"));
    }

    private void copyInOrder(String... names) throws IOException {
        Files.createDirectories(copy.resolve("store"));
        Files.copy(data.resolve("format"), copy.resolve("format"));
        Files.copy(data.resolve("store/id"), copy.resolve("store/id"));
        for (String name : names) {
            Path from = data.resolve("store").resolve(name);
            Path to = copy.resolve("store").resolve(name);
            if (Files.isDirectory(from)) {
                Files.createDirectories(to);
                List<Path> files;
                try (var listing = Files.list(from)) {
                    files = listing.sorted().toList();
                }
                for (Path file : files) {
                    copyWhileItGrows(file, to.resolve(file.getFileName()));
                }
            } else {
                copyWhileItGrows(from, to);
            }
        }
    }

    /** The store is written between one block and the next. */
    private void copyWhileItGrows(Path from, Path to) throws IOException {
        InputStream in;
        try {
            in = Files.newInputStream(from);
        } catch (NoSuchFileException e) {
            // Renamed meanwhile.
            assertThat(from.getFileName().toString()).matches("prepared|.*\\.tmp");
            return;
        }
        try (in;
                OutputStream out = Files.newOutputStream(to)) {
            for (byte[] block = in.readNBytes(BLOCK); block.length > 0; block = in.readNBytes(BLOCK)) {
                out.write(block);
                work(random);
            }
        }
    }
}
