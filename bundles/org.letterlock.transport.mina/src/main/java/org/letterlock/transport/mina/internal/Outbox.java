package org.letterlock.transport.mina.internal;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Iterator;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the peer. Confined to the connection's sequence, but for {@link #isCongested()} and {@link #size()}.
 *
 * <p>Small buffers that wait together leave in one write and, with TLS, in one record.
 */
final class Outbox {

    /** From here on a buffer is worth a write of its own and is not copied. */
    private static final int LARGE_BYTES = 16 * 1024;

    private static final int MAX_CHUNK_BYTES = 64 * 1024;
    private static final int MAX_CHUNK_BUFFERS = 64;

    /** Up to here the octets of a chunk are copied, so that a slow peer does not keep a large buffer. */
    private static final int SMALL_BYTES = 4 * 1024;

    /**
     * Octets for one write.
     *
     * @param payload how many of the handler's octets are in it
     * @param pooled whether the buffer goes back to the pool
     */
    record Chunk(ByteBuffer data, int payload, boolean pooled) {}

    private final BufferPool pool;
    private final int highWaterBytes;

    /** Octets for the wire as they are: handshake, and what leaves before it. */
    private final ArrayDeque<ByteBuffer> wire = new ArrayDeque<>(2);

    /** The handler's octets. */
    private final ArrayDeque<ByteBuffer> payload = new ArrayDeque<>(8);

    private volatile int size;
    private volatile boolean congested;

    Outbox(BufferPool pool, int highWaterBytes) {
        this.pool = pool;
        this.highWaterBytes = highWaterBytes;
    }

    void add(ByteBuffer data) {
        payload.add(data);
        grow(data.remaining());
    }

    void addWire(ByteBuffer data) {
        wire.add(data);
    }

    /** What is here leaves as it is, whatever comes behind. */
    void seal() {
        for (ByteBuffer data : payload) {
            grow(-data.remaining());
        }
        wire.addAll(payload);
        payload.clear();
    }

    boolean isEmpty() {
        return wire.isEmpty() && payload.isEmpty();
    }

    /** How many of the handler's octets have not reached the socket. */
    int size() {
        return size;
    }

    boolean isCongested() {
        return congested;
    }

    /** Takes octets for one write, or null if there is nothing that may leave now. */
    @Nullable Chunk next(@Nullable TlsLayer tls) throws SSLException {
        if (!wire.isEmpty()) {
            return new Chunk(gather(wire), 0, false);
        }
        if (payload.isEmpty()) {
            return null;
        }
        if (tls == null) {
            ByteBuffer data = gather(payload);
            return new Chunk(data, data.remaining(), false);
        }
        return tls.isEstablished() ? protect(tls) : null;
    }

    private static ByteBuffer gather(ArrayDeque<ByteBuffer> queue) {
        if (queue.size() == 1 || queue.element().remaining() >= LARGE_BYTES) {
            return queue.remove();
        }
        int length = 0;
        int count = 0;
        for (ByteBuffer data : queue) {
            if (length + data.remaining() > MAX_CHUNK_BYTES) {
                break;
            }
            length += data.remaining();
            count++;
        }
        ByteBuffer all = ByteBuffer.allocate(length);
        for (int i = 0; i < count; i++) {
            all.put(queue.remove());
        }
        return all.flip();
    }

    private Chunk protect(TlsLayer tls) throws SSLException {
        ByteBuffer[] sources = new ByteBuffer[Math.min(payload.size(), MAX_CHUNK_BUFFERS)];
        Iterator<ByteBuffer> waiting = payload.iterator();
        int before = 0;
        for (int i = 0; i < sources.length; i++) {
            sources[i] = waiting.next();
            before += sources[i].remaining();
        }
        ByteBuffer records = pool.lend();
        tls.protect(sources, records);
        int after = 0;
        for (ByteBuffer source : sources) {
            if (source.hasRemaining()) {
                after += source.remaining();
            } else {
                payload.remove();
            }
        }
        records.flip();
        if (records.remaining() > SMALL_BYTES) {
            return new Chunk(records, before - after, true);
        }
        ByteBuffer copy = ByteBuffer.allocate(records.remaining()).put(records).flip();
        pool.giveBack(records);
        return new Chunk(copy, before - after, false);
    }

    /** The socket took a chunk. */
    void sent(Chunk chunk) {
        if (chunk.pooled()) {
            pool.giveBack(chunk.data());
        }
        grow(-chunk.payload());
    }

    /** Drops what waits. */
    void clear() {
        wire.clear();
        payload.clear();
        size = 0;
    }

    private void grow(int octets) {
        int now = size + octets;
        size = now;
        if (now >= highWaterBytes) {
            congested = true;
        }
    }

    /** Whether the queue was too long and no longer is; half of the mark ends it. */
    boolean relieved() {
        if (congested && size <= highWaterBytes / 2) {
            congested = false;
            return true;
        }
        return false;
    }
}
