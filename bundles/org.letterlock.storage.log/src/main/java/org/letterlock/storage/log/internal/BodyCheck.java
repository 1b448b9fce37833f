package org.letterlock.storage.log.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Reads bodies and compares them with what their headers say. */
final class BodyCheck {

    private static final int BUFFER = 64 << 10;

    private final DataFolder folder;
    private final LogState state;
    private final Findings findings;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

    BodyCheck(DataFolder folder, LogState state, Findings findings) {
        this.folder = folder;
        this.state = state;
        this.findings = findings;
    }

    /** Checks the body of a record that was just read. */
    void check(SegmentReader reader, Path file, RecordHeader header) throws IOException {
        Digest digest = new Digest();
        if (header.file() == 0) {
            reader.readBody(header, digest::update);
            if (!digest.matches(header.body())) {
                damage(file, header.bodyOffset(), header, "the body is not what was stored");
            }
        } else if (!checkLarge(header, digest)) {
            return;
        }
        findings.octets += header.body().length();
        if (header.type().isMail()) {
            findings.mails++;
        }
    }

    /** Returns false if the file has gone with its mail. */
    private boolean checkLarge(RecordHeader header, Digest digest) throws IOException {
        Path file = folder.large(header.file());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            findings.largeFiles++;
            long length = 0;
            for (int read = channel.read(buffer.clear()); read >= 0; read = channel.read(buffer.clear())) {
                length += read;
                digest.update(buffer.flip());
            }
            if (length != header.body().length()) {
                damage(
                        file,
                        Math.min(length, header.body().length()),
                        header,
                        "it has " + length + " octets and not " + header.body().length());
            } else if (!digest.matches(header.body())) {
                damage(file, 0, header, "the body is not what was stored");
            }
            return true;
        } catch (NoSuchFileException e) {
            if (state.isLive(header.position())) {
                damage(file, 0, header, "missing");
            }
            return false;
        }
    }

    private void damage(Path file, long offset, RecordHeader header, String what) {
        boolean obsolete = header.type().isMail() && !state.isLive(header.position());
        findings.damage(file, offset, header, obsolete ? what + " (the record no longer counts)" : what);
    }

    private static final class Digest {

        private final MessageDigest sha256 = Hashes.newSha256();
        private final CRC32C crc = new CRC32C();

        void update(ByteBuffer octets) {
            crc.update(octets.duplicate());
            sha256.update(octets);
        }

        boolean matches(BodyDigest expected) {
            return (int) crc.getValue() == expected.crc32c() && Arrays.equals(sha256.digest(), expected.sha256());
        }
    }
}
