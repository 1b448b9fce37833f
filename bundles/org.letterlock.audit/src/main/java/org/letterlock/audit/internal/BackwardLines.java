package org.letterlock.audit.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lines of a file, the last one first. Not thread-safe. */
final class BackwardLines implements Closeable {

    private static final int BLOCK_BYTES = 64 * 1024;

    private final RandomAccessFile file;
    private long position;

    /** What was read and not given out: octets from {@link #position} on. */
    private byte[] held = new byte[0];

    /**
     * Opens.
     *
     * @param length octets that are looked at
     */
    BackwardLines(Path path, long length) throws IOException {
        file = new RandomAccessFile(path.toFile(), "r");
        position = length;
    }

    /**
     * The line before, without its end; of one that is longer than any entry, a part.
     *
     * @return null if there is none
     * @throws IOException if the file cannot be read
     */
    byte @Nullable [] next() throws IOException {
        int end = held.length > 0 && held[held.length - 1] == '\n' ? held.length - 1 : held.length;
        int start = lineStart(end);
        while (start < 0) {
            if (position == 0) {
                if (held.length == 0) {
                    return null;
                }
                start = 0;
            } else {
                if (end > EntryFormat.MAX_LINE_BYTES) {
                    // No entry is that long: what is left of such a line is none either.
                    held = new byte[0];
                }
                boolean nothingHeld = held.length == 0;
                int read = readBlock();
                end = nothingHeld ? held.length - (held[held.length - 1] == '\n' ? 1 : 0) : end + read;
                start = lineStart(end);
            }
        }
        byte[] line = Arrays.copyOfRange(held, start, end);
        held = Arrays.copyOf(held, start);
        return line;
    }

    /** Where the line that ends there begins, -1 if that is not held. */
    private int lineStart(int end) {
        for (int i = end - 1; i >= 0; i--) {
            if (held[i] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private int readBlock() throws IOException {
        int count = (int) Math.min(BLOCK_BYTES, position);
        byte[] joined = new byte[count + held.length];
        position -= count;
        file.seek(position);
        file.readFully(joined, 0, count);
        System.arraycopy(held, 0, joined, count, held.length);
        held = joined;
        return count;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
