package org.letterlock.mailbox.core.internal;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.storage.api.DeduplicationKey;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.MessageIndex;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.StorageException;

/** An index that has come as far as it is told. */
final class LaggingIndex implements MessageIndex {

    private final MessageStore store;
    private volatile LogPosition position = LogPosition.START;
    private volatile Runnable whenListed = () -> {};

    /** What listing fails with. */
    volatile @Nullable RuntimeException failure;

    LaggingIndex(MessageStore store) {
        this.store = store;
    }

    /** Has something happen at the next listings, before they are made. */
    void whenListed(Runnable happens) {
        whenListed = happens;
    }

    void catchUp() {
        position = store.end();
    }

    @Override
    public Listing list(MailboxId mailbox) throws StorageException {
        RuntimeException thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
        whenListed.run();
        LogPosition upTo = position;
        return new Listing(
                store.storeId(),
                upTo,
                mails(upTo).values().stream()
                        .filter(message -> message.mailbox().equals(mailbox))
                        .toList());
    }

    /** By id, which is the order of their arrival in these tests. */
    private Map<MessageId, LogRecord.Message> mails(LogPosition upTo) throws StorageException {
        Map<MessageId, LogRecord.Message> mails = new TreeMap<>();
        store.scan(LogPosition.START, upTo, record -> {
            if (record instanceof LogRecord.Message message) {
                mails.put(message.id(), message);
            } else if (record instanceof LogRecord.Deletion deletion) {
                deletion.messages().forEach(mails::remove);
            }
            return true;
        });
        return mails;
    }

    @Override
    public Finding findKey(MailboxId mailbox, DeduplicationKey key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Figures figures(MailboxId mailbox) throws StorageException {
        return new Figures(list(mailbox).messages().size(), 0, null, null);
    }

    @Override
    public Set<MailboxId> mailboxes() throws StorageException {
        return mails(position).values().stream().map(LogRecord.Message::mailbox).collect(Collectors.toSet());
    }

    @Override
    public void rebuild() {
        position = LogPosition.START;
    }

    @Override
    public LogPosition position() {
        return position;
    }
}
