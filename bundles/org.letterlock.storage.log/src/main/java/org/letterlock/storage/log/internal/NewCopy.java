package org.letterlock.storage.log.internal;

import org.jspecify.annotations.Nullable;
import org.letterlock.storage.api.DeduplicationKey;
import org.letterlock.storage.api.NewMessage;
import org.letterlock.storage.api.StorageException;
import org.letterlock.storage.api.StorageException.Reason;

/**
 * A copy of a mail that is being appended; its body belongs to the store.
 *
 * @param message what it is
 * @param body its sealed octets
 * @param digest of them
 * @param file number of the file that they lie in, 0 if they are in memory
 * @param key what its content is known by, null if it is not
 */
record NewCopy(
        NewMessage message,
        Body body,
        BodyDigest digest,
        long file,
        @Nullable DeduplicationKey key) {

    /** Takes the body over. */
    static NewCopy take(NewMessage message) {
        return take(message, null);
    }

    /** Takes the body over. */
    static NewCopy take(NewMessage message, @Nullable DeduplicationKey key) {
        Body body = (Body) message.body();
        body.take();
        return new NewCopy(message, body, body.digest(), body.file(), key);
    }

    /** The most octets that it adds to the segment. */
    long maxBytes() {
        return RecordHeader.LENGTH + (file == 0 ? RecordHeader.padded(digest.length()) : 0);
    }

    void requireMailbox(Batch batch) throws StorageException {
        if (batch.mailbox(message.mailbox()).state() == null) {
            throw new StorageException(Reason.NO_SUCH_MAILBOX, "no mailbox " + message.mailbox(), null);
        }
    }
}
