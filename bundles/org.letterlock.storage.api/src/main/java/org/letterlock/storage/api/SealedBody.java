package org.letterlock.storage.api;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The sealed octets of a mail that is being received. Small bodies stay in memory, larger ones go to a file. Confined to
 * one thread at a time; does not block.
 */
@ProviderType
public interface SealedBody extends AutoCloseable {

    /**
     * Adds octets.
     *
     * @param sealed from position to limit; the body owns the buffer from here on
     * @return completes when more may be written (at once, while the store's budget of octets in flight allows it), or
     *     exceptionally with a {@link StorageException} when the body cannot be stored. Whoever writes on before that
     *     only makes the gateway use more memory
     */
    CompletionStage<Void> write(ByteBuffer sealed);

    /**
     * How much was written.
     *
     * @return octets
     */
    long length();

    /** Drops the body, unless it was appended; may be called at any time, from any thread, more than once. */
    @Override
    void close();
}
