package org.letterlock.storage.log.internal;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.StorageException;
import org.letterlock.storage.api.StorageException.Reason;

/** The sealed octets of a kept mail, checked while they are read: damage is an error, at the latest at the end. */
final class StoredBody extends InputStream {

    private static final int AT_ONCE = 256 << 10;

    private final FileChannel channel;
    private final BodyDigest digest;
    private final CRC32C crc = new CRC32C();
    private long left;

    private StoredBody(FileChannel channel, BodyDigest digest) {
        this.channel = channel;
        this.digest = digest;
        this.left = digest.length();
    }

    static InputStream open(DataFolder folder, LogRecord.Message message) throws StorageException {
        try {
            return openBody(folder, message);
        } catch (NoSuchFileException e) {
            throw new StorageException(Reason.NO_SUCH_MESSAGE, "mail " + message.id() + " is gone", e);
        } catch (IOException e) {
            throw Failures.io("cannot read mail " + message.id() + " at " + message.position(), e);
        }
    }

    private static InputStream openBody(DataFolder folder, LogRecord.Message message) throws IOException {
        FileChannel segment = FileChannel.open(folder.segment(message.position().segment()), StandardOpenOption.READ);
        FileChannel used = segment;
        try {
            byte[] octets = read(segment.position(message.position().offset()), RecordHeader.LENGTH);
            RecordHeader header = RecordHeader.decode(octets);
            if (header == null
                    || !header.mailbox().equals(message.mailbox())
                    || !header.message().equals(message.id())) {
                throw new IOException("the record is damaged");
            }
            if (header.file() != 0) {
                used = FileChannel.open(folder.large(header.file()), StandardOpenOption.READ);
                segment.close();
            }
            if (header.body().length() > AT_ONCE) {
                return new StoredBody(used, header.body());
            }
            byte[] body = read(used, (int) header.body().length());
            used.close();
            if (!header.body().matches(ByteBuffer.wrap(body))) {
                throw new IOException("the body is damaged");
            }
            return new ByteArrayInputStream(body);
        } catch (IOException e) {
            used.close();
            segment.close();
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = channel.read(ByteBuffer.wrap(target, offset, (int) Math.min(length, left)));
        if (count < 0) {
            throw new EOFException("the body is cut off");
        }
        crc.update(target, offset, count);
        left -= count;
        if (left == 0 && (int) crc.getValue() != digest.crc32c()) {
            throw new IOException("the body is damaged");
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static byte[] read(FileChannel channel, int length) throws IOException {
        ByteBuffer octets = ByteBuffer.allocate(length);
        while (octets.hasRemaining()) {
            if (channel.read(octets) < 0) {
                throw new EOFException("the file is cut off");
            }
        }
        return octets.array();
    }
}
