package org.letterlock.storage.log.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger of a segment: the headers of its records, and what its deletions deleted. It is written when the segment is
 * complete and outlives it.
 *
 * @param end end of the segment: what it held behind was never acknowledged
 * @param entries the entries as they lie in the file
 */
record Ledger(long end, ByteBuffer entries) {

    static final int HEADER_LENGTH = 56;

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final long MAGIC = 0x4C4C_4C45_4447_4552L; // "LLLEDGER"
    private static final long VERSION = 1;
    private static final int END_AT = 40;
    private static final int CRC_AT = 48;

    /** Gets the entries of a ledger. */
    interface Visitor {

        /**
         * An entry.
         *
         * @param body of a deletion, null for others
         * @return false to stop
         */
        boolean visit(RecordHeader header, byte @Nullable [] body);
    }

    /** Makes and forces the ledger of a complete segment. */
    static void write(DataFolder folder, Disk disk, long segment, long end) throws IOException {
        write(folder, disk, segment, encode(folder, segment, end));
    }

    /** Makes the ledger again if it is missing or damaged; after that its segment may go. */
    static void ensure(DataFolder folder, Disk disk, long segment, long end) throws IOException {
        byte[] made = encode(folder, segment, end);
        Ledger ledger = Files.exists(folder.ledger(segment)) ? read(folder, segment) : null;
        if (ledger == null
                || ledger.entries().limit() < made.length - HEADER_LENGTH
                || !ledger.visit((header, body) -> true)) {
            LOG.error("{} is damaged and made again from its segment", folder.ledger(segment));
            write(folder, disk, segment, made);
        }
    }

    private static void write(DataFolder folder, Disk disk, long segment, byte[] content) throws IOException {
        DataFolder.replace(
                disk, folder.ledger(), folder.ledger(segment).getFileName().toString(), ByteBuffer.wrap(content));
    }

    private static byte[] encode(DataFolder folder, long segment, long end) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(header(folder.id(), segment, end));
        try (SegmentReader reader = new SegmentReader(folder.segment(segment), segment, end)) {
            for (long at = reader.findRecord(SegmentHeader.LENGTH); at >= 0; ) {
                RecordHeader header = reader.headerAt(at);
                if (header == null) {
                    at = reader.findRecord(at);
                    continue;
                }
                byte[] body = header.type() == RecordType.DELETION ? reader.body(header) : null;
                if (header.type() != RecordType.DELETION || body != null) {
                    out.write(header.encode());
                    out.write(body == null ? new byte[0] : body);
                }
                at = header.end();
            }
        }
        return out.toByteArray();
    }

    /** Where a segment ended, according to its ledger; empty if there is no usable ledger. */
    static OptionalLong end(DataFolder folder, long segment) throws IOException {
        try (InputStream in = Files.newInputStream(folder.ledger(segment))) {
            byte[] header = in.readNBytes(HEADER_LENGTH);
            long end =
                    header.length < HEADER_LENGTH ? 0 : ByteBuffer.wrap(header).getLong(END_AT);
            return Arrays.equals(header, header(folder.id(), segment, end))
                    ? OptionalLong.of(end)
                    : OptionalLong.empty();
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        }
    }

    /** Reads a ledger, or null if it is no ledger of that segment. */
    static @Nullable Ledger read(DataFolder folder, long segment) throws IOException {
        Path file = folder.ledger(segment);
        ByteBuffer octets = ByteBuffer.wrap(Files.readAllBytes(file));
        if (octets.limit() < HEADER_LENGTH) {
            return null;
        }
        long end = octets.getLong(END_AT);
        byte[] header = Arrays.copyOf(octets.array(), HEADER_LENGTH);
        return Arrays.equals(header, header(folder.id(), segment, end))
                ? new Ledger(end, octets.slice(HEADER_LENGTH, octets.limit() - HEADER_LENGTH))
                : null;
    }

    /**
     * Visits the entries.
     *
     * @return whether all of them were whole
     */
    boolean visit(Visitor visitor) {
        boolean whole = true;
        int at = 0;
        while (entries.limit() - at >= RecordHeader.LENGTH) {
            RecordHeader header = headerAt(at);
            byte[] body = header == null || header.type() != RecordType.DELETION ? null : body(header, at);
            if (header == null || (header.type() == RecordType.DELETION && body == null)) {
                whole = false;
                at += RecordHeader.ALIGNMENT;
                continue;
            }
            if (!visitor.visit(header, body)) {
                return whole;
            }
            at += header.length() + (body == null ? 0 : body.length);
        }
        return whole && at == entries.limit();
    }

    private @Nullable RecordHeader headerAt(int at) {
        byte[] octets = new byte[RecordHeader.LENGTH];
        entries.get(at, octets);
        int length = RecordHeader.length(octets);
        if (length > entries.limit() - at) {
            return null;
        }
        if (length > octets.length) {
            octets = new byte[length];
            entries.get(at, octets);
        }
        return RecordHeader.decode(octets);
    }

    private byte @Nullable [] body(RecordHeader header, int at) {
        if (header.body().length() > entries.limit() - at - RecordHeader.LENGTH) {
            return null;
        }
        byte[] body = new byte[(int) header.body().length()];
        entries.get(at + RecordHeader.LENGTH, body);
        return header.body().matches(ByteBuffer.wrap(body)) ? body : null;
    }

    private static byte[] header(UUID store, long segment, long end) {
        ByteBuffer out = ByteBuffer.allocate(HEADER_LENGTH);
        out.putLong(MAGIC).putLong(VERSION);
        out.putLong(store.getMostSignificantBits()).putLong(store.getLeastSignificantBits());
        out.putLong(segment).putLong(end);
        out.putInt(CRC_AT, Hashes.crc32c(out.array(), 0, CRC_AT));
        return out.array();
    }
}
