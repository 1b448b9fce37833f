package org.letterlock.storage.log.internal;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.letterlock.storage.api.SealedBody;

/**
 * A body in memory, which moves to a file when it becomes long, or when it is not very short and the budget is exceeded.
 * Its digests are made as its octets come, on the thread that brings them.
 */
final class Body implements SealedBody {

    /** A body up to here never goes to a file because of the budget: a file would cost more than it relieves. */
    static final int SMALL = 64 << 10;

    private static final CompletionStage<Void> AT_ONCE = CompletableFuture.completedStage(null);

    private final LargeBodies files;
    private final ByteBudget budget;
    private final long largeFrom;
    private final CRC32C crc = new CRC32C();
    private final MessageDigest sha256 = Hashes.newSha256();
    private final List<ByteBuffer> chunks = new ArrayList<>(1);
    private long length;
    private @Nullable LargeFile file;
    private boolean taken;
    private boolean released;

    Body(LargeBodies files, ByteBudget budget, long largeFrom) {
        this.files = files;
        this.budget = budget;
        this.largeFrom = largeFrom;
    }

    @Override
    public synchronized CompletionStage<Void> write(ByteBuffer sealed) {
        if (taken || released) {
            return CompletableFuture.failedStage(Failures.closed());
        }
        int octets = sealed.remaining();
        crc.update(sealed.duplicate());
        sha256.update(sealed.duplicate());
        length += octets;
        budget.take(octets);
        if (file == null && (length > largeFrom || (length > SMALL && budget.exceeded()))) {
            file = files.create();
            chunks.forEach(file::write);
            chunks.clear();
        }
        if (file != null) {
            return file.write(sealed);
        }
        chunks.add(sealed);
        return AT_ONCE;
    }

    @Override
    public synchronized long length() {
        return length;
    }

    /** The body belongs to an append from here on. */
    synchronized void take() {
        if (taken || released) {
            throw new IllegalStateException("the body was appended or closed before");
        }
        taken = true;
    }

    /** Completes when what does not go into the segment is durable. */
    synchronized CompletionStage<Void> finish() {
        return file == null ? AT_ONCE : file.finish();
    }

    synchronized BodyDigest digest() {
        return new BodyDigest(length, (int) crc.getValue(), sha256.digest());
    }

    /** The number of its file, 0 if it is in memory. */
    synchronized long file() {
        return file == null ? 0 : file.number();
    }

    /** Its octets, if it is in memory. */
    synchronized List<ByteBuffer> chunks() {
        return chunks;
    }

    /** Ends an append. */
    synchronized void release(boolean kept) {
        if (released) {
            return;
        }
        released = true;
        if (file == null) {
            budget.giveBack(length);
            chunks.clear();
        } else if (kept) {
            files.kept(file);
        } else {
            files.discard(file);
        }
    }

    @Override
    public synchronized void close() {
        if (!taken) {
            release(false);
        }
    }
}
