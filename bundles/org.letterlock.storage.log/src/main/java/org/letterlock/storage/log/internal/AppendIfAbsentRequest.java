package org.letterlock.storage.log.internal;

import java.io.IOException;
import org.letterlock.mail.api.MessageId;
import org.letterlock.storage.api.DeduplicationKey;
import org.letterlock.storage.api.NewMessage;
import org.letterlock.storage.api.StorageException;

/** The copy of a mail that is written unless its mailbox got one with the same key. */
final class AppendIfAbsentRequest extends Request<MessageId> {

    private final NewCopy copy;
    private final RecentKeys.Entry entry;
    private boolean written;

    /** Takes the body over. */
    AppendIfAbsentRequest(NewMessage message, DeduplicationKey key) {
        copy = NewCopy.take(message, key);
        entry = new RecentKeys.Entry(message.mailbox(), key);
    }

    Body body() {
        return copy.body();
    }

    @Override
    long maxBytes() {
        return copy.maxBytes();
    }

    @Override
    MessageId write(Batch batch) throws IOException, StorageException {
        copy.requireMailbox(batch);
        MessageId known = batch.find(entry);
        if (known != null) {
            return known;
        }
        written = true;
        return batch.addMessage(copy, RecordHeader.Group.SINGLE).message();
    }

    @Override
    void release(boolean kept) {
        copy.body().release(kept && written);
    }
}
