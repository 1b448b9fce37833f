package org.letterlock.mailbox.core.internal;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.MessageIndex;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.StorageException;

/**
 * The mails of a mailbox at this moment: what the index has, and what the log holds behind that. So a mail that got its
 * 250 is there at once, however far behind the index is.
 */
final class WaitingMails {

    private WaitingMails() {}

    static List<LogRecord.Message> of(MailboxId mailbox, MessageIndex index, MessageStore store)
            throws StorageException {
        MessageIndex.Listing listing = index.list(mailbox);
        if (!listing.storeId().equals(store.storeId())) {
            throw new StorageException(
                    StorageException.Reason.CLOSED, "the index is still that of another store", null);
        }
        LogPosition end = store.end();
        if (listing.upTo().compareTo(end) >= 0) {
            return listing.messages();
        }
        Map<MessageId, LogRecord.Message> mails = new HashMap<>();
        listing.messages().forEach(message -> mails.put(message.id(), message));
        store.scan(listing.upTo(), end, record -> {
            if (record.mailbox().equals(mailbox)) {
                if (record instanceof LogRecord.Message message) {
                    mails.put(message.id(), message);
                } else if (record instanceof LogRecord.Deletion deletion) {
                    deletion.messages().forEach(mails::remove);
                }
            }
            return true;
        });
        return mails.values().stream()
                .sorted(Comparator.comparingLong(LogRecord.Message::sequence))
                .toList();
    }
}
