package org.letterlock.testkit.storage;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.letterlock.storage.api.SealedBody;
import org.letterlock.storage.api.StorageException;

/** The body of a mail on its way to the in-memory store. */
final class InMemoryBody implements SealedBody {

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private boolean closed;

    @Override
    public synchronized CompletionStage<Void> write(ByteBuffer sealed) {
        if (closed) {
            return CompletableFuture.failedFuture(
                    new StorageException(StorageException.Reason.CLOSED, "the body is closed", null));
        }
        byte[] part = new byte[sealed.remaining()];
        sealed.get(part);
        octets.writeBytes(part);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized long length() {
        return octets.size();
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    /** What was written; the body takes nothing from here on. */
    synchronized byte[] take() {
        if (closed) {
            throw new IllegalStateException("the body is closed or was appended before");
        }
        closed = true;
        return octets.toByteArray();
    }
}
