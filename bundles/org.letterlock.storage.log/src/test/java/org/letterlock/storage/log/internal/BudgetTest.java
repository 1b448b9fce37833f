package org.letterlock.storage.log.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.NewMessage;
import org.letterlock.storage.api.SealedBody;
import org.letterlock.storage.api.StorageException;
import org.letterlock.storage.log.internal.HookedDisk.Change;

/** Many large mails at once, on a disk that is slower than they are. */
public class BudgetTest {

    private static final MailboxId ONE = new MailboxId(1, 1);
    private static final int MAILS = 8;
    private static final int MAIL = 3 << 20;
    private static final int PIECE = 16 << 10;
    private static final long BUDGET = 1 << 20;

    /** Above the budget: of each mail 64 KiB, and the piece that is told to be the last for now. */
    private static final long BOUND = BUDGET + MAILS * (long) ((64 << 10) + PIECE);

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private final HookedDisk disk = new HookedDisk();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();
    private final ExecutorService senders = Executors.newFixedThreadPool(MAILS);
    private SegmentLogStore store;

    @Before
    public void open() throws Exception {
        Path data = temp.getRoot().toPath().resolve("data");
        store = TestStore.open(TestStore.settings(data, Duration.ZERO), disk, InstantSource.system());
        assertThat(TestStore.settings(data, Duration.ZERO).inFlightBytes()).isEqualTo(BUDGET);
        TestStore.know(store, ONE);
    }

    @After
    public void close() throws Exception {
        gate.countDown();
        senders.shutdown();
        store.close();
    }

    private static byte[] mail(int seed) {
        byte[] octets = new byte[MAIL];
        new Random(seed).nextBytes(octets);
        return octets;
    }

    private List<CompletableFuture<LogRecord.Message>> sendAll() {
        List<CompletableFuture<LogRecord.Message>> sent = new ArrayList<>();
        for (int i = 0; i < MAILS; i++) {
            byte[] octets = mail(i);
            sent.add(CompletableFuture.supplyAsync(() -> send(octets), senders));
        }
        return sent;
    }

    /** Sends a mail as a listener does: after each piece it waits until it may go on. */
    private LogRecord.Message send(byte[] octets) {
        try {
            SealedBody body = store.newBody();
            for (int at = 0; at < octets.length; at += PIECE) {
                CompletableFuture<Void> room =
                        body.write(ByteBuffer.wrap(octets, at, PIECE)).toCompletableFuture();
                if (!room.isDone()) {
                    waiting.incrementAndGet();
                    room.join();
                    waiting.decrementAndGet();
                }
            }
            MessageId id = new MessageId(UUID.randomUUID());
            NewMessage message = new NewMessage(ONE, id, Instant.EPOCH, octets.length, body);
            return store.append(List.of(message)).toCompletableFuture().join().get(0);
        } catch (StorageException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertKept(List<CompletableFuture<LogRecord.Message>> sent) throws Exception {
        for (int i = 0; i < MAILS; i++) {
            assertThat(TestStore.read(store, sent.get(i).join())).isEqualTo(mail(i));
        }
        await().until(() -> store.status().inFlightBytes() == 0);
    }

    @Test
    public void memoryShouldStayBoundedAndSmallMailsPassWhenTheDiskStandsStill() throws Exception {
        disk.hook((change, path) -> {
            if (change == Change.WRITE && path.toString().endsWith(".body")) {
                HookedDisk.await(gate);
            }
        });
        List<CompletableFuture<LogRecord.Message>> sent = sendAll();
        await().untilAtomic(waiting, equalTo(MAILS));
        assertThat(store.status().inFlightBytes()).isBetween(BUDGET, BOUND);
        TestStore.append(store, new byte[1_000], ONE).join();

        gate.countDown();
        assertKept(sent);
    }

    @Test
    public void othersShouldPassWhenOneBodyStandsStill() throws Exception {
        AtomicReference<Path> stalled = new AtomicReference<>();
        disk.hook((change, path) -> {
            if (change == Change.WRITE && path.toString().endsWith(".body")) {
                stalled.compareAndSet(null, path);
                if (path.equals(stalled.get())) {
                    HookedDisk.await(gate);
                }
            }
        });
        // Another one stands still because its sender does, and keeps what it has sent.
        SealedBody silent = store.newBody();
        silent.write(ByteBuffer.allocate((int) TestStore.LARGE_BYTES));
        List<CompletableFuture<LogRecord.Message>> sent = sendAll();
        await().until(() -> sent.stream().filter(CompletableFuture::isDone).count() == MAILS - 1);

        gate.countDown();
        silent.close();
        assertKept(sent);
    }
}
