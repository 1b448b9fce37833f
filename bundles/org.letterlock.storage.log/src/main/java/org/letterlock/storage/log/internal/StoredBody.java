package org.letterlock.storage.log.internal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.letterlock.storage.api.DamagedBodyException;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.StorageException;
import org.letterlock.storage.api.StorageException.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sealed octets of a kept mail; the last of them come only if the checksum is right. */
final class StoredBody extends InputStream {

    private static final Logger LOG = LoggerFactory.getLogger(StoredBody.class);
    private static final int BUFFER = 64 << 10;

    private final Path file;
    private final FileChannel channel;
    private final BodyDigest digest;
    private final AtomicLong damaged;
    private final CRC32C crc = new CRC32C();
    private long at;
    private long left;

    private StoredBody(Path file, FileChannel channel, long from, BodyDigest digest, AtomicLong damaged) {
        this.file = file;
        this.channel = channel;
        this.digest = digest;
        this.damaged = damaged;
        this.at = from;
        this.left = digest.length();
    }

    /** Opens a mail. The stream has a channel of its own, so that an interrupt of its reader closes nobody else's. */
    static InputStream open(DataFolder folder, LogState state, AtomicLong damaged, LogRecord.Message message)
            throws StorageException {
        LogPosition position = state.current(message.position());
        Path segment = folder.segment(position.segment());
        try (SegmentReader reader = new SegmentReader(
                segment, position.segment(), state.endOf(position.segment()).orElse(Long.MAX_VALUE))) {
            RecordHeader header = reader.headerAt(position.offset());
            if (header == null
                    || !header.mailbox().equals(message.mailbox())
                    || !header.message().equals(message.id())) {
                throw damage(damaged, segment, position.offset(), "no record of " + message.id());
            }
            return header.file() == 0
                    ? open(segment, header.bodyOffset(), header.body(), damaged)
                    : open(folder.large(header.file()), 0, header.body(), damaged);
        } catch (NoSuchFileException e) {
            if (!state.isLive(position)) {
                throw new StorageException(Reason.NO_SUCH_MESSAGE, "mail " + message.id() + " is deleted", e);
            }
            throw Failures.io(
                    "cannot open " + message.id(), damage(damaged, Path.of(String.valueOf(e.getFile())), 0, "missing"));
        } catch (IOException e) {
            throw Failures.io("cannot open " + message.id(), e);
        }
    }

    private static InputStream open(Path file, long from, BodyDigest digest, AtomicLong damaged) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        int buffer = (int) Math.max(1, Math.min(BUFFER, digest.length()));
        return new BufferedInputStream(new StoredBody(file, channel, from, digest, damaged), buffer);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (left == 0) {
            return -1;
        }
        int count = channel.read(ByteBuffer.wrap(target, offset, (int) Math.min(length, left)), at);
        if (count < 0) {
            throw damage(damaged, file, at, "a body ends early");
        }
        crc.update(target, offset, count);
        at += count;
        left -= count;
        if (left == 0 && (int) crc.getValue() != digest.crc32c()) {
            throw damage(damaged, file, at, "the body before it has a wrong checksum");
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static DamagedBodyException damage(AtomicLong damaged, Path file, long offset, String what) {
        damaged.incrementAndGet();
        LOG.error("{} is damaged at offset {}: {}", file, offset, what);
        return new DamagedBodyException(file + " is damaged at offset " + offset + ": " + what);
    }
}
