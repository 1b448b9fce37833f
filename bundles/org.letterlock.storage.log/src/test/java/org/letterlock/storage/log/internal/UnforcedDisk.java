package org.letterlock.storage.log.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A disk that forces nothing, and has no room to prepare segments: fast, for what no power cut can change. */
final class UnforcedDisk implements Disk {

    private final Disk disk = new NativeDisk();

    @Override
    public File create(Path path) throws IOException {
        return new UnforcedFile(disk.create(path));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        disk.delete(path);
    }

    @Override
    public void cut(Path path, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    @Override
    public void forceDirectory(Path directory) {}

    @Override
    public long usableBytes(Path directory) {
        return 1L << 40;
    }

    private record UnforcedFile(File file) implements File {

        @Override
        public void write(ByteBuffer octets, long offset) throws IOException {
            file.write(octets, offset);
        }

        @Override
        public void force() {}

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
