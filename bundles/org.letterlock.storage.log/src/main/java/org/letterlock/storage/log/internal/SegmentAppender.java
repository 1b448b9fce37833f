package org.letterlock.storage.log.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The segment that is being written. Small pieces are gathered in a direct buffer, which takes the place of the copy that
 * the JDK makes of every heap buffer anyway. Confined to the writer.
 */
final class SegmentAppender {

    private final long number;
    private final Disk.File file;
    private final ByteBuffer staging;
    private long flushed;
    private long durableEnd;
    private long batchStart;

    SegmentAppender(long number, Disk.File file, ByteBuffer staging) {
        this.number = number;
        this.file = file;
        this.staging = staging.clear();
    }

    long number() {
        return number;
    }

    Disk.File file() {
        return file;
    }

    /** Where the next octet goes. */
    long position() {
        return flushed + staging.position();
    }

    /** End of what was forced. */
    long durableEnd() {
        return durableEnd;
    }

    /** Offset of what is forced next. */
    long batchStart() {
        return batchStart;
    }

    void append(byte[] octets) throws IOException {
        append(ByteBuffer.wrap(octets));
    }

    /** Appends a body and fills up to the alignment. */
    void appendBody(List<ByteBuffer> chunks, long length) throws IOException {
        for (ByteBuffer chunk : chunks) {
            append(chunk.duplicate());
        }
        append(ByteBuffer.allocate((int) (RecordHeader.padded(length) - length)));
    }

    void force() throws IOException {
        flush();
        file.force();
        durableEnd = flushed;
        batchStart = flushed;
    }

    private void append(ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            if (!staging.hasRemaining()) {
                flush();
            }
            int part = Math.min(octets.remaining(), staging.remaining());
            staging.put(octets.slice(octets.position(), part));
            octets.position(octets.position() + part);
        }
    }

    private void flush() throws IOException {
        staging.flip();
        int length = staging.remaining();
        file.write(staging, flushed);
        flushed += length;
        staging.clear();
    }
}
