package org.letterlock.audit.internal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The lines of a file. Not thread-safe. */
final class ForwardLines implements Closeable {

    private final InputStream in;
    private long left;

    /**
     * Opens.
     *
     * @param length octets that are looked at
     */
    ForwardLines(Path path, long length) throws IOException {
        // Not by a channel, which an interrupt of the caller would close.
        in = new BufferedInputStream(new FileInputStream(path.toFile()), 64 * 1024);
        left = length;
    }

    /**
     * The next line without its end; of one that is longer than any entry, a part.
     *
     * @return null if there is none
     */
    byte @Nullable [] next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean any = false;
        while (left > 0) {
            int octet = in.read();
            if (octet < 0) {
                break;
            }
            left--;
            any = true;
            if (octet == '\n') {
                break;
            }
            if (line.size() <= EntryFormat.MAX_LINE_BYTES) {
                line.write(octet);
            }
        }
        return any ? line.toByteArray() : null;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
