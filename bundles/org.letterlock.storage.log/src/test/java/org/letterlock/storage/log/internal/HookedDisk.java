package org.letterlock.storage.log.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A disk whose changes a test can hold up or let fail. */
final class HookedDisk implements Disk {

    private final Disk disk = new NativeDisk();
    private volatile Hook hook = (change, path) -> {};

    enum Change {
        CREATE,
        WRITE,
        FORCE,
        TRUNCATE,
        RENAME,
        DELETE,
        FORCE_DIRECTORY,
        MEASURE
    }

    /** Runs before a change. */
    interface Hook {
        void before(Change change, Path path) throws IOException;
    }

    void hook(Hook newHook) {
        hook = newHook;
    }

    /** Holds up a change until a gate opens. */
    static void await(CountDownLatch gate) throws IOException {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public File create(Path path) throws IOException {
        hook.before(Change.CREATE, path);
        return new HookedFile(path, disk.create(path));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        hook.before(Change.RENAME, from);
        disk.rename(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        hook.before(Change.DELETE, path);
        disk.delete(path);
    }

    @Override
    public void cut(Path path, long size) throws IOException {
        hook.before(Change.TRUNCATE, path);
        disk.cut(path, size);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        hook.before(Change.FORCE_DIRECTORY, directory);
        disk.forceDirectory(directory);
    }

    @Override
    public long usableBytes(Path directory) throws IOException {
        hook.before(Change.MEASURE, directory);
        return disk.usableBytes(directory);
    }

    private final class HookedFile implements File {

        private final Path path;
        private final File file;

        HookedFile(Path path, File file) {
            this.path = path;
            this.file = file;
        }

        @Override
        public void write(ByteBuffer octets, long offset) throws IOException {
            hook.before(Change.WRITE, path);
            file.write(octets, offset);
        }

        @Override
        public void force() throws IOException {
            hook.before(Change.FORCE, path);
            file.force();
        }

        @Override
        public void truncate(long size) throws IOException {
            hook.before(Change.TRUNCATE, path);
            file.truncate(size);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
