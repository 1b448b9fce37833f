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
import java.util.zip.CRC32C;
import org.letterlock.storage.api.DamagedBodyException;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.StorageException;
import org.letterlock.storage.api.StorageException.Reason;

/** The sealed octets of a kept mail; the last of them come only if the checksum is right. */
final class StoredBody extends InputStream {

    private static final int BUFFER = 64 << 10;

    private final FileChannel channel;
    private final RecordHeader header;
    private final DamageRegister damage;
    private final CRC32C crc = new CRC32C();
    private long at;
    private long left;

    private StoredBody(FileChannel channel, RecordHeader header, DamageRegister damage) {
        this.channel = channel;
        this.header = header;
        this.damage = damage;
        this.at = header.file() == 0 ? header.bodyOffset() : 0;
        this.left = header.body().length();
    }

    /** Opens a mail. The stream has a channel of its own, so that an interrupt of its reader closes nobody else's. */
    static InputStream open(DataFolder folder, LogState state, DamageRegister damage, LogRecord.Message message)
            throws StorageException {
        LogPosition position = state.current(message.position());
        Path segment = folder.segment(position.segment());
        try (SegmentReader reader = new SegmentReader(
                segment, position.segment(), state.endOf(position.segment()).orElse(Long.MAX_VALUE))) {
            RecordHeader header = reader.headerAt(position.offset());
            if (header == null
                    || !header.mailbox().equals(message.mailbox())
                    || !header.message().equals(message.id())) {
                long next = reader.findRecord(position.offset() + RecordHeader.ALIGNMENT);
                damage.found(position, null, next < 0 ? reader.limit() : next, "no record of " + message.id());
                throw Failures.io(
                        "cannot open " + message.id(),
                        new DamagedBodyException(segment + " has no record of it at offset " + position.offset()));
            }
            Path file = header.file() == 0 ? segment : folder.large(header.file());
            return open(file, header, damage);
        } catch (NoSuchFileException e) {
            if (!state.isLive(position)) {
                throw new StorageException(Reason.NO_SUCH_MESSAGE, "mail " + message.id() + " is deleted", e);
            }
            damage.found(segment, position.offset(), "missing: " + e.getFile());
            throw Failures.io("cannot open " + message.id(), new DamagedBodyException(e.getFile() + " is missing"));
        } catch (IOException e) {
            throw Failures.io("cannot open " + message.id(), e);
        }
    }

    private static InputStream open(Path file, RecordHeader header, DamageRegister damage) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        int buffer = (int) Math.max(1, Math.min(BUFFER, header.body().length()));
        return new BufferedInputStream(new StoredBody(channel, header, damage), buffer);
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
            throw damage(damage, header, "its body ends early");
        }
        crc.update(target, offset, count);
        at += count;
        left -= count;
        if (left == 0 && (int) crc.getValue() != header.body().crc32c()) {
            throw damage(damage, header, "its body has a wrong checksum");
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static DamagedBodyException damage(DamageRegister damage, RecordHeader header, String what) {
        damage.found(header.position(), header, header.end(), what);
        return new DamagedBodyException(header.message() + " is damaged: " + what);
    }
}
