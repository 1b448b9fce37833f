package org.letterlock.audit.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.YearMonth;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of the chain: its files by the number of their first entry, and the lock of who writes them. */
final class TrailFolder implements Closeable {

    private static final FileAttribute<?> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final Pattern NAME = Pattern.compile("(\\d{12,18})-(\\d{4}-\\d{2})\\.jsonl");

    private final Path folder;
    private final FileChannel lock;

    private TrailFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Opens the folder for one writer alone, and makes it if it is missing. */
    static TrailFolder open(Path data) throws IOException {
        Path folder = data.resolve("audit");
        for (Path path : new Path[] {data, folder}) {
            if (!Files.isDirectory(path)) {
                Files.createDirectory(path, FOLDER);
            }
        }
        FileChannel lock = FileChannel.open(
                folder.resolve("lock"), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), FILE);
        try {
            if (lock.tryLock() == null) {
                throw new IOException(folder + " is used by another gateway");
            }
            return new TrailFolder(folder, lock);
        } catch (IOException e) {
            lock.close();
            throw e;
        } catch (OverlappingFileLockException e) {
            lock.close();
            throw new IOException(folder + " is used by another version of this bundle", e);
        }
    }

    /** The files there are, the oldest first. */
    NavigableMap<Long, Path> files() throws IOException {
        NavigableMap<Long, Path> files = new TreeMap<>();
        try (Stream<Path> listing = Files.list(folder)) {
            for (Path file : (Iterable<Path>) listing::iterator) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches() && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    files.put(Long.valueOf(name.group(1)), file);
                }
            }
        }
        return files;
    }

    /** The month that a file is for. */
    static YearMonth month(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            throw new IllegalArgumentException(file + " is no file of the chain");
        }
        return YearMonth.parse(name.group(2));
    }

    /** Makes a file whose first entry will have this number. */
    Path create(long first, YearMonth month) throws IOException {
        Path file = folder.resolve("%012d-%s.jsonl".formatted(first, month));
        Files.createFile(file, FILE);
        force();
        return file;
    }

    void delete(Path file) throws IOException {
        Files.delete(file);
        force();
    }

    /** An interrupt of the caller would close the channel, and the name would not be durable. */
    private void force() throws IOException {
        boolean interrupted = Thread.interrupted();
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
