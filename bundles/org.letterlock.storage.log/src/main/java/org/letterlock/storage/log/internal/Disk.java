package org.letterlock.storage.log.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** What the store changes on disk; tests let it fail. */
interface Disk {

    /** Makes a new file; it must not exist. */
    File create(Path path) throws IOException;

    /** Renames atomically, replacing the target. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes a file if it exists. */
    void delete(Path path) throws IOException;

    /** Cuts a file that nobody has open, and forces it. */
    void cut(Path path, long size) throws IOException;

    /** Forces the names in a folder. */
    void forceDirectory(Path directory) throws IOException;

    /** Free space of the file system. */
    long usableBytes(Path directory) throws IOException;

    /** A file open for writing. */
    interface File extends Closeable {

        /** Writes everything from position to limit. */
        void write(ByteBuffer octets, long offset) throws IOException;

        /** Forces content and size. */
        void force() throws IOException;

        /** Cuts the file. */
        void truncate(long size) throws IOException;
    }
}
