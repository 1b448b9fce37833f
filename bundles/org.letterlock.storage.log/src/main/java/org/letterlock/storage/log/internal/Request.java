package org.letterlock.storage.log.internal;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.letterlock.storage.api.StorageException;

/**
 * Something to be appended.
 *
 * @param <T> what its future completes with
 */
abstract class Request<T> {

    private final CompletableFuture<T> future = new CompletableFuture<>();

    final CompletableFuture<T> future() {
        return future;
    }

    /** The most octets that it adds to the segment. */
    abstract long maxBytes();

    /**
     * Adds its records to the batch.
     *
     * @return what the future completes with once they are durable
     * @throws StorageException if it is refused; it has added nothing then
     */
    abstract T write(Batch batch) throws IOException, StorageException;

    /** Gives back what it holds. */
    void release(boolean kept) {}

    /** Writes it and makes the step that tells its outcome once the batch is durable. */
    final Runnable prepare(Batch batch) throws IOException {
        try {
            T outcome = write(batch);
            return () -> {
                release(true);
                future.complete(outcome);
            };
        } catch (StorageException refused) {
            return () -> fail(refused);
        }
    }

    final void fail(StorageException reason) {
        release(false);
        future.completeExceptionally(reason);
    }
}
