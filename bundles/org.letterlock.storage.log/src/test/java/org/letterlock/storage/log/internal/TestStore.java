package org.letterlock.storage.log.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.storage.api.DeduplicationKey;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.NewMessage;
import org.letterlock.storage.api.Outcome;
import org.letterlock.storage.api.PendingMessage;
import org.letterlock.storage.api.SealedBody;
import org.letterlock.storage.api.StorageException;

/** Opens stores with small segments, and uses them. */
final class TestStore {

    static final long SEGMENT_BYTES = 64 << 10;
    static final long LARGE_BYTES = 8 << 10;

    private TestStore() {}

    /** Without compaction. */
    static Settings settings(Path data, Duration grace) {
        return settings(data, grace, 0);
    }

    static Settings settings(Path data, Duration grace, int compactionLivePercent) {
        return new Settings(
                data,
                SEGMENT_BYTES,
                LARGE_BYTES,
                1 << 20,
                0,
                grace,
                Duration.ZERO,
                compactionLivePercent,
                1 << 20,
                Duration.ZERO);
    }

    /** The same, and deleted mails are held. */
    static Settings holding(Settings settings, Duration hold) {
        return new Settings(
                settings.dataDirectory(),
                settings.segmentBytes(),
                settings.largeBodyBytes(),
                settings.inFlightBytes(),
                settings.lowWaterBytes(),
                settings.deletionGrace(),
                hold,
                settings.compactionLivePercent(),
                settings.compactionBytesPerSecond(),
                settings.ledgerHeadsInterval());
    }

    /** Without a grace, compacts as soon as it can. */
    static SegmentLogStore open(Path data) throws IOException {
        return open(settings(data, Duration.ZERO, 90), new NativeDisk(), InstantSource.system());
    }

    static SegmentLogStore open(Settings settings, Disk disk, InstantSource clock) throws IOException {
        DataFolder folder = DataFolder.open(settings.dataDirectory(), disk);
        try {
            return new SegmentLogStore(folder, disk, settings, clock);
        } catch (IOException e) {
            folder.close();
            throw e;
        }
    }

    static void know(SegmentLogStore store, MailboxId... mailboxes) {
        for (MailboxId mailbox : mailboxes) {
            store.putMailbox(mailbox, new byte[] {1}).toCompletableFuture().join();
        }
    }

    static CompletableFuture<List<LogRecord.Message>> append(
            SegmentLogStore store, byte[] sealed, MailboxId... mailboxes) throws StorageException {
        MessageId id = new MessageId(UUID.randomUUID());
        List<NewMessage> copies = new ArrayList<>();
        for (MailboxId mailbox : mailboxes) {
            SealedBody body = store.newBody();
            body.write(ByteBuffer.wrap(sealed.clone())).toCompletableFuture().join();
            copies.add(new NewMessage(mailbox, id, Instant.ofEpochMilli(1_700_000_000_000L), sealed.length, body));
        }
        return store.append(copies).toCompletableFuture();
    }

    /** Appends under a key; says which mail the mailbox got with it. */
    static CompletableFuture<MessageId> appendIfAbsent(
            SegmentLogStore store, MessageId id, byte[] sealed, MailboxId mailbox, DeduplicationKey key)
            throws StorageException {
        SealedBody body = store.newBody();
        body.write(ByteBuffer.wrap(sealed.clone())).toCompletableFuture().join();
        Instant received = Instant.ofEpochMilli(1_700_000_000_000L);
        return store.appendIfAbsent(new NewMessage(mailbox, id, received, sealed.length, body), key)
                .toCompletableFuture();
    }

    static PendingMessage appendPending(SegmentLogStore store, byte[] sealed, MailboxId mailbox)
            throws StorageException {
        SealedBody body = store.newBody();
        body.write(ByteBuffer.wrap(sealed.clone())).toCompletableFuture().join();
        return store.appendPending(new NewMessage(
                        mailbox,
                        new MessageId(UUID.randomUUID()),
                        Instant.ofEpochMilli(1_700_000_000_000L),
                        sealed.length,
                        body))
                .toCompletableFuture()
                .join();
    }

    static Optional<LogRecord.Message> complete(SegmentLogStore store, PendingMessage pending, Outcome outcome) {
        return store.complete(pending, outcome, new byte[] {1, 2, 3})
                .toCompletableFuture()
                .join();
    }

    static byte[] read(SegmentLogStore store, LogRecord.Message message) throws IOException, StorageException {
        try (InputStream in = store.open(message)) {
            return in.readAllBytes();
        }
    }

    static List<LogRecord> scan(SegmentLogStore store) throws StorageException {
        List<LogRecord> records = new ArrayList<>();
        store.scan(LogPosition.START, store.end(), records::add);
        return records;
    }

    static List<LogRecord.Message> messages(SegmentLogStore store) throws StorageException {
        return scan(store).stream()
                .filter(LogRecord.Message.class::isInstance)
                .map(LogRecord.Message.class::cast)
                .toList();
    }
}
