package org.letterlock.storage.log.internal;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.letterlock.settings.SettingException;

/** The data folder: its format, its identity, its lock, and the names of the store's files in it. */
final class DataFolder implements Closeable {

    static final String FORMAT = "letterlock-data 1";

    private static final Pattern NUMBERED = Pattern.compile("(\\d{8,18})\\.(?:log|ledger)");

    private final Path data;
    private final Path store;
    private final FileChannel lockChannel;
    private final FileLock lock;
    private final UUID id;

    private DataFolder(Path data, Disk disk) throws IOException {
        this.data = data;
        this.store = data.resolve("store");
        for (Path folder : new Path[] {data, store, segments(), ledger(), large(), quarantine()}) {
            makeFolder(folder);
        }
        lockChannel = FileChannel.open(store.resolve("lock"), Set.of(CREATE, WRITE), NativeDisk.OWNER_ONLY);
        try {
            lock = lock(lockChannel);
            checkFormat(disk);
            id = identity(disk);
        } catch (IOException | RuntimeException e) {
            lockChannel.close();
            throw e;
        }
    }

    /** Opens the folder for one gateway alone, and makes what is missing. */
    static DataFolder open(Path data, Disk disk) {
        try {
            return new DataFolder(data, disk);
        } catch (AccessDeniedException e) {
            throw unusable("no permission: " + e.getFile());
        } catch (FileAlreadyExistsException e) {
            throw unusable("is not a folder: " + e.getFile());
        } catch (IOException e) {
            throw unusable(e.toString());
        }
    }

    static SettingException unusable(String reason) {
        return new SettingException(SegmentLogStore.PID, "dataDirectory", reason);
    }

    Path data() {
        return data;
    }

    Path store() {
        return store;
    }

    UUID id() {
        return id;
    }

    Path segments() {
        return store.resolve("segments");
    }

    Path ledger() {
        return store.resolve("ledger");
    }

    Path large() {
        return store.resolve("large");
    }

    /** Copies of damaged records. */
    Path quarantine() {
        return store.resolve("quarantine");
    }

    Path snapshot() {
        return store.resolve("snapshot");
    }

    Path segment(long number) {
        return segments().resolve("%08d.log".formatted(number));
    }

    /** A file of zeros that becomes the next segment. */
    Path preparedSegment() {
        return segments().resolve("prepared");
    }

    Path ledger(long segment) {
        return ledger().resolve("%08d.ledger".formatted(segment));
    }

    Path large(long file) {
        return large().resolve("%016x.body".formatted(file));
    }

    /** Segment or ledger files by number. */
    static NavigableMap<Long, Path> numbered(Path folder) throws IOException {
        TreeMap<Long, Path> files = new TreeMap<>();
        try (Stream<Path> listing = Files.list(folder)) {
            for (Path file : (Iterable<Path>) listing::iterator) {
                Matcher name = NUMBERED.matcher(file.getFileName().toString());
                if (name.matches()) {
                    files.put(Long.valueOf(name.group(1)), file);
                }
            }
        }
        return files;
    }

    /** Writes a small file so that it is there completely or not at all. */
    static void replace(Disk disk, Path folder, String name, ByteBuffer content) throws IOException {
        Path draft = folder.resolve(name + ".tmp");
        disk.delete(draft);
        try (Disk.File out = disk.create(draft)) {
            out.write(content, 0);
            out.force();
        }
        disk.rename(draft, folder.resolve(name));
        disk.forceDirectory(folder);
    }

    @Override
    public void close() throws IOException {
        lock.release();
        lockChannel.close();
    }

    private static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        if (!Files.isWritable(folder)) {
            throw new AccessDeniedException(folder.toString());
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        @Nullable FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw unusable("another gateway uses it");
        }
        return lock;
    }

    private void checkFormat(Disk disk) throws IOException {
        Path file = data.resolve("format");
        if (Files.exists(file)) {
            String format = Files.readString(file, StandardCharsets.UTF_8).strip();
            if (!format.equals(FORMAT)) {
                throw unusable("has format '" + format + "', this gateway reads '" + FORMAT + "'");
            }
        } else {
            replace(disk, data, "format", ByteBuffer.wrap((FORMAT + "\n").getBytes(StandardCharsets.UTF_8)));
        }
    }

    private UUID identity(Disk disk) throws IOException {
        Path file = store.resolve("id");
        if (Files.exists(file)) {
            String text = Files.readString(file, StandardCharsets.UTF_8).strip();
            try {
                return UUID.fromString(text);
            } catch (IllegalArgumentException e) {
                throw unusable(file + " holds no identity");
            }
        }
        UUID made = UUID.randomUUID();
        replace(disk, store, "id", ByteBuffer.wrap((made + "\n").getBytes(StandardCharsets.UTF_8)));
        return made;
    }
}
