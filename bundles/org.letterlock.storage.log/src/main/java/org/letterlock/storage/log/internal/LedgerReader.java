package org.letterlock.storage.log.internal;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the entries of a ledger file one by one, and goes on behind damage. Confined to one thread. */
final class LedgerReader implements Closeable {

    private static final int BUFFER = 64 << 10;

    private final InputStream in;
    private final long segment;
    private final byte[] octets = new byte[RecordHeader.LENGTH];
    private long at = Ledger.HEADER_LENGTH;
    private long damagedAt = -1;

    /**
     * An entry.
     *
     * @param hash SHA-256 of the header as it lies in the file
     * @param body of a deletion, null for others
     */
    record Entry(RecordHeader header, byte[] hash, byte @Nullable [] body) {}

    LedgerReader(Path file, long segment) throws IOException {
        this.segment = segment;
        this.in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        in.skipNBytes(Ledger.HEADER_LENGTH);
    }

    /** The next whole entry, or null at the end. */
    @Nullable Entry next() throws IOException {
        int have = 0;
        while (true) {
            int read = in.readNBytes(octets, have, octets.length - have);
            if (have + read < octets.length) {
                if (have + read > 0) {
                    damaged();
                }
                return null;
            }
            RecordHeader header = RecordHeader.decode(octets);
            if (header != null && header.position().segment() == segment) {
                long start = at;
                at += octets.length;
                byte[] hash = Hashes.sha256(octets);
                byte[] body = header.type() == RecordType.DELETION ? body(header) : null;
                if (header.type() != RecordType.DELETION || body != null) {
                    return new Entry(header, hash, body);
                }
                at = start;
                damaged();
                at += octets.length + header.body().length();
                have = 0;
            } else {
                damaged();
                have = octets.length - RecordHeader.ALIGNMENT;
                System.arraycopy(octets, RecordHeader.ALIGNMENT, octets, 0, have);
                at += RecordHeader.ALIGNMENT;
            }
        }
    }

    /** Where the first damage was that was met so far, or -1. */
    long damagedAt() {
        return damagedAt;
    }

    private byte @Nullable [] body(RecordHeader header) throws IOException {
        if (header.body().length() > Integer.MAX_VALUE) {
            return null;
        }
        byte[] body = in.readNBytes((int) header.body().length());
        at += body.length;
        return body.length == header.body().length() && header.body().matches(ByteBuffer.wrap(body)) ? body : null;
    }

    private void damaged() {
        if (damagedAt < 0) {
            damagedAt = at;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
