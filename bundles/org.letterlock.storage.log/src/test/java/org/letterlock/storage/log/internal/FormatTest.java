package org.letterlock.storage.log.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.storage.api.DeduplicationKey;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.NewMessage;
import org.letterlock.storage.api.Outcome;
import org.letterlock.storage.api.PendingMessage;
import org.letterlock.storage.api.SealedBody;

/** The files of a small store are what they were when the format was settled, octet by octet. */
public class FormatTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_760_000_000_000L);
    private static final MailboxId ONE = new MailboxId(0x0102030405060708L, 0x090a0b0c0d0e0f10L);
    private static final MailboxId TWO = new MailboxId(0x1112131415161718L, 0x191a1b1c1d1e1f20L);
    private static final DeduplicationKey KEY =
            new DeduplicationKey(0x2122232425262728L, 0x292a2b2c2d2e2f30L, 0x3132333435363738L, 0x393a3b3c3d3e3f40L);
    private static final UUID STORE = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

    @Rule
    public final TemporaryFolder temp = new TemporaryFolder();

    @Test
    public void filesShouldBeWhatTheyWereWhenTheFormatWasSettled() throws Exception {
        Path data = temp.getRoot().toPath().resolve("data");
        Files.createDirectories(data.resolve("store"));
        Files.writeString(data.resolve("store/id"), STORE + "\n");
        Settings settings = TestStore.settings(data, Duration.ofHours(24));
        try (SegmentLogStore store = TestStore.open(settings, new NativeDisk(), InstantSource.fixed(NOW))) {
            store.putMailbox(ONE, "state".getBytes(StandardCharsets.US_ASCII))
                    .toCompletableFuture()
                    .join();
            store.putMailbox(TWO, new byte[0]).toCompletableFuture().join();
            List<LogRecord.Message> mails = store.append(List.of(copy(store, ONE), copy(store, TWO)))
                    .toCompletableFuture()
                    .join();
            store.delete(mails.subList(0, 1)).toCompletableFuture().join();
            store.removeMailbox(TWO, Long.MAX_VALUE).toCompletableFuture().join();
        }
        assertVector("segment", data.resolve("store/segments/00000001.log"));
        assertVector("ledger", data.resolve("store/ledger/00000001.ledger"));
    }

    @Test
    public void pendingCopiesShouldBeWhatTheyWereWhenTheFormatWasSettled() throws Exception {
        Path data = temp.getRoot().toPath().resolve("data");
        Files.createDirectories(data.resolve("store"));
        Files.writeString(data.resolve("store/id"), STORE + "\n");
        Settings settings = TestStore.settings(data, Duration.ofHours(24));
        try (SegmentLogStore store = TestStore.open(settings, new NativeDisk(), InstantSource.fixed(NOW))) {
            store.putMailbox(ONE, new byte[0]).toCompletableFuture().join();
            for (Outcome outcome : Outcome.values()) {
                PendingMessage pending = store.appendPending(copy(store, ONE))
                        .toCompletableFuture()
                        .join();
                store.complete(pending, outcome, "reply".getBytes(StandardCharsets.US_ASCII))
                        .toCompletableFuture()
                        .join();
            }
        }
        assertVector("pending-segment", data.resolve("store/segments/00000001.log"));
        assertVector("pending-ledger", data.resolve("store/ledger/00000001.ledger"));
    }

    @Test
    public void keyedMailShouldBeWhatItWasWhenTheFormatWasSettled() throws Exception {
        Path data = temp.getRoot().toPath().resolve("data");
        Files.createDirectories(data.resolve("store"));
        Files.writeString(data.resolve("store/id"), STORE + "\n");
        Settings settings = TestStore.settings(data, Duration.ofHours(24));
        try (SegmentLogStore store = TestStore.open(settings, new NativeDisk(), InstantSource.fixed(NOW))) {
            store.putMailbox(ONE, new byte[0]).toCompletableFuture().join();
            store.appendIfAbsent(copy(store, ONE), KEY).toCompletableFuture().join();
        }
        assertVector("keyed-segment", data.resolve("store/segments/00000001.log"));
    }

    @Test
    public void dataFromBeforeThereWereKeysShouldBeRead() throws Exception {
        Path data = temp.getRoot().toPath().resolve("data");
        Files.createDirectories(data.resolve("store/segments"));
        Files.writeString(data.resolve("store/id"), STORE + "\n");
        Files.write(data.resolve("store/segments/00000001.log"), vector("segment"));
        Settings settings = TestStore.settings(data, Duration.ofHours(24));
        try (SegmentLogStore store = TestStore.open(settings, new NativeDisk(), InstantSource.fixed(NOW))) {
            List<LogRecord> records = new ArrayList<>();
            store.scanWithKeys(LogPosition.START, store.end(), records::add);
            assertThat(records).hasSize(6).noneMatch(LogRecord.Key.class::isInstance);
            MessageId again = new MessageId(UUID.randomUUID());
            assertThat(TestStore.appendIfAbsent(store, again, new byte[11], ONE, KEY)
                            .join())
                    .isEqualTo(again);
        }
    }

    private static NewMessage copy(SegmentLogStore store, MailboxId mailbox) throws Exception {
        SealedBody body = store.newBody();
        body.write(ByteBuffer.wrap("sealed octets".getBytes(StandardCharsets.US_ASCII)))
                .toCompletableFuture()
                .join();
        MessageId id = new MessageId(UUID.fromString("0199c1f0-0000-7000-8000-000000000001"));
        return new NewMessage(mailbox, id, NOW, 11, body);
    }

    private static byte[] vector(String name) throws IOException {
        try (InputStream in = FormatTest.class.getResourceAsStream("/format-1-" + name + ".hex")) {
            assertThat(in).isNotNull();
            String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
        }
    }

    private static void assertVector(String name, Path file) throws IOException {
        String found = HexFormat.of().formatHex(Files.readAllBytes(file)).replaceAll(".{64}", "$0\n");
        try (InputStream in = FormatTest.class.getResourceAsStream("/format-1-" + name + ".hex")) {
            assertThat(in).as("vector of %s, found\n%s", name, found).isNotNull();
            assertThat(found.strip()).isEqualTo(new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip());
        }
    }
}
