package org.letterlock.storage.log.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.settings.SettingException;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.NewMessage;
import org.letterlock.storage.api.SealedBody;
import org.letterlock.storage.api.StorageException;

public class SegmentLogStoreTest {

    private static final MailboxId ONE = new MailboxId(1, 1);
    private static final MailboxId TWO = new MailboxId(2, 2);
    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    private Path data;
    private SegmentLogStore store;

    @Before
    public void open() throws Exception {
        data = temp.getRoot().toPath().resolve("data");
        store = open(data);
        store.putMailbox(ONE, new byte[] {1}).toCompletableFuture().join();
        store.putMailbox(TWO, new byte[] {2}).toCompletableFuture().join();
    }

    @After
    public void close() throws IOException {
        store.close();
    }

    private static SegmentLogStore open(Path data) throws IOException {
        Settings settings = TestStore.settings(data, Duration.ZERO);
        Disk disk = new NativeDisk();
        DataFolder folder = DataFolder.open(data, disk);
        try {
            return new SegmentLogStore(folder, disk, settings, InstantSource.system());
        } catch (IOException e) {
            folder.close();
            throw e;
        }
    }

    private void reopen() throws IOException {
        store.close();
        store = open(data);
    }

    private List<LogRecord.Message> append(byte[] sealed, MailboxId... mailboxes) throws StorageException {
        MessageId id = new MessageId(UUID.randomUUID());
        List<NewMessage> copies = new ArrayList<>();
        for (MailboxId mailbox : mailboxes) {
            SealedBody body = store.newBody();
            body.write(ByteBuffer.wrap(sealed.clone())).toCompletableFuture().join();
            copies.add(new NewMessage(mailbox, id, NOW, sealed.length + 2, body));
        }
        return store.append(copies).toCompletableFuture().join();
    }

    private byte[] read(LogRecord.Message message) throws Exception {
        try (InputStream in = store.open(message)) {
            return in.readAllBytes();
        }
    }

    private List<LogRecord> scan() throws StorageException {
        List<LogRecord> records = new ArrayList<>();
        store.scan(LogPosition.START, store.end(), records::add);
        return records;
    }

    private static byte[] octets(int length, int seed) {
        byte[] octets = new byte[length];
        new Random(seed).nextBytes(octets);
        return octets;
    }

    @Test
    public void mailShouldBeThereEqualWhenTheStoreIsOpenedAgain() throws Exception {
        List<byte[]> bodies = List.of(octets(0, 1), octets(1, 2), octets(5_000, 3), octets(300_000, 4));
        List<LogRecord.Message> kept = new ArrayList<>();
        for (byte[] body : bodies) {
            kept.add(append(body, ONE).get(0));
        }
        reopen();
        for (int i = 0; i < bodies.size(); i++) {
            assertThat(read(kept.get(i))).isEqualTo(bodies.get(i));
        }
        assertThat(kept).extracting(LogRecord.Message::sequence).containsExactly(1L, 2L, 3L, 4L);
        assertThat(append(octets(10, 5), ONE).get(0).sequence()).isEqualTo(5);
        assertThat(store.mailboxStates()).containsOnlyKeys(ONE, TWO);
    }

    @Test
    public void copiesShouldShareTheIdAndCountForEachMailbox() throws Exception {
        append(octets(10, 1), TWO);
        List<LogRecord.Message> copies = append(octets(100, 2), ONE, TWO);
        assertThat(copies)
                .extracting(LogRecord.Message::id)
                .containsOnly(copies.get(0).id());
        assertThat(copies).extracting(LogRecord.Message::sequence).containsExactly(1L, 2L);
    }

    @Test
    public void appendShouldBeRefusedWhenTheMailboxWasRemoved() throws Exception {
        store.removeMailbox(ONE, Long.MAX_VALUE).toCompletableFuture().join();
        assertThatThrownBy(() -> append(octets(10, 1), TWO, ONE))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        StorageException.class,
                        e -> assertThat(e.reason()).isEqualTo(StorageException.Reason.NO_SUCH_MAILBOX));
        assertThat(scan()).filteredOn(LogRecord.Message.class::isInstance).isEmpty();
        reopen();
        assertThat(store.mailboxStates()).containsOnlyKeys(TWO);
    }

    @Test
    public void scanShouldGoOnWhereTheVisitorStopped() throws Exception {
        append(octets(10, 1), ONE);
        append(octets(10, 2), ONE);
        List<LogRecord> all = scan();
        List<LogRecord> seen = new ArrayList<>();
        LogPosition at = LogPosition.START;
        while (at.compareTo(store.end()) < 0) {
            at = store.scan(at, store.end(), record -> {
                seen.add(record);
                return false;
            });
        }
        assertThat(seen).isEqualTo(all).hasSize(4);
    }

    @Test
    public void segmentShouldGoAndItsDeletionsStillCountWhenNobodyNeedsIt() throws Exception {
        List<LogRecord.Message> kept = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            kept.add(append(octets(7_000, i), i % 4 == 0 ? TWO : ONE).get(0));
        }
        List<LogRecord.Message> ofOne =
                kept.stream().filter(m -> m.mailbox().equals(ONE)).toList();
        store.delete(ofOne).toCompletableFuture().join();
        store.delete(ofOne).toCompletableFuture().join();
        reopen();
        Files.delete(data.resolve("store/snapshot"));
        reopen();
        List<MessageId> deleted = new ArrayList<>();
        scan().forEach(record -> {
            if (record instanceof LogRecord.Deletion deletion) {
                deleted.addAll(deletion.messages());
            }
        });
        assertThat(deleted)
                .containsAll(ofOne.stream().map(LogRecord.Message::id).toList());
        for (LogRecord.Message message : kept) {
            if (message.mailbox().equals(TWO)) {
                assertThat(read(message)).hasSize(7_000);
            }
        }
        assertThat(append(octets(10, 99), ONE).get(0).sequence()).isEqualTo(31);
    }

    @Test
    public void deletionShouldBeSeenWhenTheOnlySegmentWentWithIt() throws Exception {
        LogRecord.Message mail = append(octets(100, 1), ONE).get(0);
        LogPosition indexed = store.end();
        store.delete(List.of(mail)).toCompletableFuture().join();
        LogPosition end = store.end();
        store.removeMailbox(ONE, Long.MAX_VALUE).toCompletableFuture().join();
        store.removeMailbox(TWO, Long.MAX_VALUE).toCompletableFuture().join();
        Path segment = data.resolve("store/segments/%08d.log".formatted(end.segment()));
        reopen();
        await().untilAsserted(() -> assertThat(segment).doesNotExist());

        List<LogRecord> seen = new ArrayList<>();
        store.scan(indexed, end, seen::add);

        assertThat(seen)
                .singleElement()
                .isInstanceOfSatisfying(
                        LogRecord.Deletion.class,
                        deletion -> assertThat(deletion.messages()).containsExactly(mail.id()));
    }

    @Test
    public void openShouldBeRefusedWhenTheFolderIsAnothersOrOfAnotherFormat() throws Exception {
        assertThatThrownBy(() -> open(data))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("another gateway");
        store.close();
        Files.writeString(data.resolve("format"), "letterlock-data 2\n");
        assertThatThrownBy(() -> open(data))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("org.letterlock.storage.log: dataDirectory: has format 'letterlock-data 2'");
        Files.writeString(data.resolve("format"), "letterlock-data 1\n");
        store = open(data);
        assertThat(store.mailboxStates()).containsKey(ONE);
    }
}
