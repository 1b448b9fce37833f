package org.letterlock.storage.log.internal;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads a segment file. It has a channel of its own, so that an interrupt of its thread closes nobody else's. Confined to
 * one thread.
 */
final class SegmentReader implements Closeable {

    private static final int LARGE_WINDOW = 64 << 10;
    private static final int SMALL_WINDOW = 4 << 10;
    private static final int SMALL_RECORD = 16 << 10;

    private final long number;
    private final FileChannel channel;
    private final long limit;
    private ByteBuffer window = ByteBuffer.allocate(LARGE_WINDOW).limit(0);
    private long windowStart;
    private boolean longRecords;

    /**
     * Opens a segment.
     *
     * @param limit nothing behind it is looked at; the file's size counts if it is smaller
     */
    SegmentReader(Path file, long number, long limit) throws IOException {
        this.number = number;
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
        this.limit = Math.min(limit, channel.size());
    }

    long limit() {
        return limit;
    }

    @Nullable SegmentHeader segmentHeader() throws IOException {
        SegmentHeader header =
                limit < SegmentHeader.LENGTH ? null : SegmentHeader.decode(read(0, SegmentHeader.LENGTH));
        return header == null || header.number() != number ? null : header;
    }

    /** The header of the record at an offset, or null if there is none that is whole. */
    @Nullable RecordHeader headerAt(long offset) throws IOException {
        if (limit - offset < RecordHeader.LENGTH) {
            return null;
        }
        byte[] octets = read(offset, RecordHeader.LENGTH);
        int length = RecordHeader.length(octets);
        if (limit - offset < length) {
            return null;
        }
        RecordHeader header = RecordHeader.decode(length == octets.length ? octets : read(offset, length));
        if (header == null
                || header.position().segment() != number
                || header.position().offset() != offset
                || header.inlineLength() > limit - header.bodyOffset()
                || header.end() > limit) {
            return null;
        }
        longRecords = header.inlineLength() > SMALL_RECORD;
        return header;
    }

    /** The next offset, from one on, at which a record is, or -1. */
    long findRecord(long from) throws IOException {
        longRecords = false;
        for (long at = RecordHeader.padded(from); limit - at >= RecordHeader.LENGTH; at += RecordHeader.ALIGNMENT) {
            at = skipZeros(at);
            if (limit - at >= RecordHeader.LENGTH && magicAt(at) == RecordHeader.MAGIC && headerAt(at) != null) {
                return at;
            }
        }
        return -1;
    }

    /** The body of a small record, or null if it is damaged. */
    byte @Nullable [] body(RecordHeader header) throws IOException {
        byte[] body = read(header.bodyOffset(), (int) header.inlineLength());
        return header.body().matches(ByteBuffer.wrap(body)) ? body : null;
    }

    /** Whether what follows the header is as it was written. */
    boolean bodyIsWhole(RecordHeader header) throws IOException {
        if (header.file() != 0) {
            return true;
        }
        CRC32C crc = new CRC32C();
        readBody(header, crc::update);
        return (int) crc.getValue() == header.body().crc32c();
    }

    /** Hands out the octets that follow the header, piece by piece. */
    void readBody(RecordHeader header, Consumer<ByteBuffer> pieces) throws IOException {
        long at = header.bodyOffset();
        long left = header.inlineLength();
        while (left > 0) {
            require(at, (int) Math.min(left, LARGE_WINDOW));
            int part = (int) Math.min(left, windowStart + window.limit() - at);
            pieces.accept(window.slice((int) (at - windowStart), part));
            at += part;
            left -= part;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private int magicAt(long offset) throws IOException {
        require(offset, Integer.BYTES);
        return window.getInt((int) (offset - windowStart));
    }

    private long skipZeros(long from) throws IOException {
        long at = from;
        while (limit - at >= RecordHeader.LENGTH) {
            require(at, RecordHeader.ALIGNMENT);
            int index = (int) (at - windowStart);
            while (index + RecordHeader.ALIGNMENT <= window.limit() && window.getLong(index) == 0) {
                index += RecordHeader.ALIGNMENT;
            }
            at = windowStart + index;
            if (index + RecordHeader.ALIGNMENT <= window.limit()) {
                return at;
            }
        }
        return at;
    }

    private byte[] read(long offset, int length) throws IOException {
        byte[] octets = new byte[length];
        if (length <= LARGE_WINDOW) {
            require(offset, length);
            window.get((int) (offset - windowStart), octets);
        } else {
            readFully(ByteBuffer.wrap(octets), offset);
        }
        return octets;
    }

    private void require(long offset, int length) throws IOException {
        if (offset >= windowStart && offset + length <= windowStart + window.limit()) {
            return;
        }
        int wanted = Math.max(length, longRecords ? SMALL_WINDOW : LARGE_WINDOW);
        int size = (int) Math.min(wanted, limit - offset);
        if (size < length) {
            throw new EOFException("segment " + number + " ends at " + limit);
        }
        window = window.clear().limit(size);
        windowStart = offset;
        readFully(window, offset);
        window.flip();
    }

    private void readFully(ByteBuffer target, long offset) throws IOException {
        long at = offset;
        while (target.hasRemaining()) {
            int read = channel.read(target, at);
            if (read < 0) {
                throw new EOFException("segment " + number + " became shorter than " + limit);
            }
            at += read;
        }
    }
}
