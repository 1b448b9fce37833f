package org.letterlock.storage.log.internal;

import java.io.IOException;
import org.letterlock.storage.api.NewMessage;
import org.letterlock.storage.api.PendingMessage;
import org.letterlock.storage.api.StorageException;

/** The copy of a mail that waits for its outcome. */
final class PendingRequest extends Request<PendingMessage> {

    private final NewCopy copy;

    /** Takes the body over. */
    PendingRequest(NewMessage message) {
        copy = NewCopy.take(message);
    }

    Body body() {
        return copy.body();
    }

    @Override
    long maxBytes() {
        return copy.maxBytes();
    }

    @Override
    PendingMessage write(Batch batch) throws IOException, StorageException {
        copy.requireMailbox(batch);
        return Records.pending(batch.addPending(copy));
    }

    @Override
    void release(boolean kept) {
        copy.body().release(kept);
    }
}
