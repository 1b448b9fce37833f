package org.letterlock.storage.log.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.letterlock.storage.api.LogPosition;

/** Reads mails in whole, so that they can be written again, and checks them against their SHA-256. */
final class MailReader {

    private static final int BUFFER = 64 << 10;

    private final DataFolder folder;

    MailReader(DataFolder folder) {
        this.folder = folder;
    }

    /**
     * A mail as it was found.
     *
     * @param header its record's
     * @param body its sealed octets, empty if they lie in a file of their own
     */
    record Mail(RecordHeader header, byte[] body) {

        /** What follows the header when it is written again. */
        List<ByteBuffer> chunks() {
            return List.of(ByteBuffer.wrap(body));
        }

        /** The most octets of its record when it is written again. */
        long recordBytes() {
            return RecordHeader.MAX_LENGTH + RecordHeader.padded(header.inlineLength());
        }
    }

    /** Opens a complete segment. */
    SegmentReader open(long segment, long end) throws IOException {
        return new SegmentReader(folder.segment(segment), segment, end);
    }

    /** The header of a mail of a complete segment; if it is damaged, the ledger has it once more. Null if neither has. */
    @Nullable RecordHeader header(SegmentReader reader, LogPosition position) throws IOException {
        RecordHeader header = reader.headerAt(position.offset());
        if (header == null) {
            header = inLedger(position);
        }
        return header == null || !header.type().isMail() || header.end() > reader.limit() ? null : header;
    }

    /**
     * Reads a mail of a complete segment.
     *
     * @return null if the mail is not what was stored
     * @throws IOException if it cannot be read, which says nothing of what it is
     */
    @Nullable Mail read(SegmentReader reader, RecordHeader header) throws IOException {
        if (header.file() != 0) {
            return isLargeBodyWhole(header) ? new Mail(header, new byte[0]) : null;
        }
        byte[] body = reader.body(header);
        return body != null && Arrays.equals(Hashes.sha256(body), header.body().sha256())
                ? new Mail(header, body)
                : null;
    }

    private @Nullable RecordHeader inLedger(LogPosition position) throws IOException {
        Ledger ledger;
        try {
            ledger = Ledger.read(folder, position.segment());
        } catch (NoSuchFileException e) {
            return null;
        }
        AtomicReference<RecordHeader> found = new AtomicReference<>();
        if (ledger != null) {
            ledger.visit((header, body) -> {
                if (header.position().equals(position)) {
                    found.set(header);
                }
                return found.get() == null;
            });
        }
        return found.get();
    }

    private boolean isLargeBodyWhole(RecordHeader header) throws IOException {
        MessageDigest sha256 = Hashes.newSha256();
        long length = 0;
        try (InputStream in = Files.newInputStream(folder.large(header.file()))) {
            byte[] part = new byte[BUFFER];
            for (int count = in.read(part); count >= 0; count = in.read(part)) {
                sha256.update(part, 0, count);
                length += count;
            }
        } catch (NoSuchFileException e) {
            return false;
        }
        return length == header.body().length()
                && Arrays.equals(sha256.digest(), header.body().sha256());
    }
}
