package org.letterlock.transport.mina.internal;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Buffers for the octets of one read or one write, lent while they are worked on. A connection that is idle holds none.
 */
final class BufferPool {

    /** Room for four TLS records of the largest size. */
    static final int BUFFER_BYTES = 68 * 1024;

    private static final int MAX_KEPT = 32;

    // Last in, first out: the buffer that is still in the processor's cache.
    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>(MAX_KEPT);

    ByteBuffer lend() {
        ByteBuffer buffer = poll();
        return buffer == null ? ByteBuffer.allocate(BUFFER_BYTES) : buffer.clear();
    }

    private synchronized @Nullable ByteBuffer poll() {
        return free.pollFirst();
    }

    synchronized void giveBack(ByteBuffer buffer) {
        if (free.size() < MAX_KEPT) {
            free.addFirst(buffer);
        }
    }
}
