package org.letterlock.storage.log.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.LogRecord;

/** Deletion of mails of one mailbox. */
final class DeleteRequest extends Request<Integer> {

    private static final int TOMBSTONE_LENGTH = 32;

    private final MailboxId mailbox;
    private final List<LogRecord.Message> messages;

    DeleteRequest(Collection<LogRecord.Message> messages) {
        this.messages = List.copyOf(messages);
        this.mailbox = this.messages.get(0).mailbox();
        if (this.messages.stream().anyMatch(message -> !message.mailbox().equals(mailbox))) {
            throw new IllegalArgumentException("mails of several mailboxes");
        }
    }

    @Override
    long maxBytes() {
        return RecordHeader.LENGTH + (long) messages.size() * TOMBSTONE_LENGTH;
    }

    @Override
    Integer write(Batch batch) throws IOException {
        List<Tombstones.Tombstone> deleted = new ArrayList<>(messages.size());
        for (LogRecord.Message message : messages) {
            LogPosition position = batch.current(message.position());
            if (batch.delete(position)) {
                deleted.add(new Tombstones.Tombstone(message.id(), position));
            }
        }
        if (!deleted.isEmpty()) {
            batch.addDeletion(mailbox, new Tombstones(deleted));
        }
        return deleted.size();
    }
}
