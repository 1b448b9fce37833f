package org.letterlock.testkit.storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.storage.api.DeduplicationKey;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.NewMessage;
import org.letterlock.storage.api.SealedBody;
import org.letterlock.storage.api.StorageException;

/** Puts mails into a store; what is in them does not matter to whoever uses it. Thread-safe. */
public final class Mails {

    private static final long FIRST_MILLIS = 1_760_000_000_000L;

    private final MessageStore store;
    private final AtomicInteger made = new AtomicInteger();

    /** Makes mails for that store. */
    public Mails(MessageStore store) {
        this.store = store;
    }

    /** Makes a mailbox known to the store. */
    public void know(MailboxId mailbox) {
        store.putMailbox(mailbox, new byte[] {1}).toCompletableFuture().join();
    }

    /** Appends a mail and waits until it is durable. Each is received a second after the one before. */
    public LogRecord.Message append(MailboxId mailbox, String text) throws StorageException {
        return append(List.of(mailbox), text).get(0);
    }

    /** Appends copies of a mail and waits until they are durable. */
    public List<LogRecord.Message> append(List<MailboxId> mailboxes, String text) throws StorageException {
        return store.append(copies(mailboxes, text)).toCompletableFuture().join();
    }

    /** Appends a mail unless its mailbox got one with the key, and waits until that is durable; says which one it has. */
    public MessageId appendIfAbsent(MailboxId mailbox, DeduplicationKey key) throws StorageException {
        return store.appendIfAbsent(copies(List.of(mailbox), "mail").get(0), key)
                .toCompletableFuture()
                .join();
    }

    private List<NewMessage> copies(List<MailboxId> mailboxes, String text) throws StorageException {
        int number = made.getAndIncrement();
        Instant received = Instant.ofEpochMilli(FIRST_MILLIS + number * 1_000L);
        MessageId id = idOf(received, number);
        List<NewMessage> copies = new ArrayList<>(mailboxes.size());
        for (MailboxId mailbox : mailboxes) {
            SealedBody body = store.newBody();
            body.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            copies.add(new NewMessage(mailbox, id, received, text.length(), body));
        }
        return copies;
    }

    private static MessageId idOf(Instant time, int number) {
        long version7 = 0x7000;
        long variant = 0x8000_0000_0000_0000L;
        return new MessageId(new UUID(time.toEpochMilli() << 16 | version7, variant | number));
    }

    /** Deletes mails and waits until that is durable. */
    public void delete(LogRecord.Message... messages) {
        store.delete(List.of(messages)).toCompletableFuture().join();
    }
}
