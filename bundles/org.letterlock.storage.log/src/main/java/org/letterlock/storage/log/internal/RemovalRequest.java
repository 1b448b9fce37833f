package org.letterlock.storage.log.internal;

import java.io.IOException;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.storage.api.StorageException;
import org.letterlock.storage.api.StorageException.Reason;

/** Removal of a mailbox's state, unless mails came that its owner does not know of. */
final class RemovalRequest extends Request<Integer> {

    private final MailboxId mailbox;
    private final long lastSequence;

    RemovalRequest(MailboxId mailbox, long lastSequence) {
        this.mailbox = mailbox;
        this.lastSequence = lastSequence;
    }

    @Override
    long maxBytes() {
        return RecordHeader.LENGTH;
    }

    @Override
    Integer write(Batch batch) throws IOException, StorageException {
        MailboxLog log = batch.mailbox(mailbox);
        boolean awaiting = lastSequence != Long.MAX_VALUE && batch.isAwaiting(mailbox);
        if (log.sequence() > lastSequence || awaiting) {
            throw new StorageException(Reason.MAILBOX_CHANGED, mailbox + " got mails meanwhile", null);
        }
        if (log.state() == null) {
            return 0;
        }
        batch.addRemoval(mailbox);
        return 1;
    }
}
