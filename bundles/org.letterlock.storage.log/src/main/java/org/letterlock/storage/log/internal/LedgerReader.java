package org.letterlock.storage.log.internal;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the entries of a ledger file one by one, and goes on behind damage. Confined to one thread. */
final class LedgerReader implements Closeable {

    private static final int BUFFER = 64 << 10;

    private final PushbackInputStream in;
    private final long segment;
    private final byte[] octets = new byte[RecordHeader.MAX_LENGTH];
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
        this.in = new PushbackInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER), octets.length);
        in.skipNBytes(Ledger.HEADER_LENGTH);
    }

    /** The next whole entry, or null at the end. */
    @Nullable Entry next() throws IOException {
        for (int have = readHeader(); have > 0; have = readHeader()) {
            byte[] encoded = Arrays.copyOf(octets, have);
            RecordHeader header = have < RecordHeader.LENGTH ? null : RecordHeader.decode(encoded);
            if (header == null || header.position().segment() != segment) {
                damaged();
                int skipped = Math.min(have, RecordHeader.ALIGNMENT);
                in.unread(octets, skipped, have - skipped);
                at += skipped;
                continue;
            }
            byte[] body = header.type() == RecordType.DELETION ? body(header) : null;
            boolean whole = header.type() != RecordType.DELETION || body != null;
            if (!whole) {
                damaged();
            }
            at += have + (header.type() == RecordType.DELETION ? header.body().length() : 0);
            if (whole) {
                return new Entry(header, Hashes.sha256(encoded), body);
            }
        }
        return null;
    }

    /** Reads as many octets as the header has that may begin here, or what is left; says how many. */
    private int readHeader() throws IOException {
        int have = in.readNBytes(octets, 0, RecordHeader.LENGTH);
        return have < RecordHeader.LENGTH
                ? have
                : have + in.readNBytes(octets, have, RecordHeader.length(octets) - have);
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
