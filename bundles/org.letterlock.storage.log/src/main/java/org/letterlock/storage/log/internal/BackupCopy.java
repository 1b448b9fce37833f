package org.letterlock.storage.log.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.letterlock.newfolder.NewFolder;
import org.letterlock.storage.api.StorageException;
import org.letterlock.storage.api.StoreMaintenance;
import org.letterlock.storage.api.StoreMaintenance.Backup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the data folder as it is at one moment. Nobody deletes a file of the store meanwhile. Of what can be made again,
 * and of what is not for a backup, nothing is taken.
 */
final class BackupCopy {

    private static final Logger LOG = LoggerFactory.getLogger(BackupCopy.class);
    private static final int PIECE = 1 << 20;
    private static final String KEY = ".key";
    private static final String CONDEMNED = ".condemned";
    private static final String DRAFT = ".tmp";

    private final DataFolder folder;
    private final Disk disk;
    private final NewFolder target;
    private final LogVerifier.Running running;
    private final StoreMaintenance.Progress progress;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(PIECE);
    private long files;
    private long octets;
    private long missing;
    private long total;

    BackupCopy(
            DataFolder folder,
            Disk disk,
            NewFolder target,
            LogVerifier.Running running,
            StoreMaintenance.Progress progress) {
        this.folder = folder;
        this.disk = disk;
        this.target = target;
        this.running = running;
        this.progress = progress;
    }

    /**
     * Copies.
     *
     * @param moment the log as it is when asked
     * @param lowWaterBytes what must stay free where the store is
     */
    Backup run(Supplier<LogExtent> moment, long lowWaterBytes) throws IOException, StorageException {
        // A key can go at any time: before the moment and after it, and what the log names at the moment is among them.
        copyKeys();
        LogExtent extent = moment.get();
        Map<Path, Long> log = filesOf(extent);
        requireSpace(log, lowWaterBytes);
        copy(folder.data().resolve("format"), target.resolve("format"), Long.MAX_VALUE);
        target.folder("store");
        copy(folder.store().resolve("id"), target.resolve("store/id"), Long.MAX_VALUE);
        for (Path kind : List.of(folder.ledger(), folder.segments(), folder.large())) {
            target.folder(relative(kind));
        }
        for (Map.Entry<Path, Long> file : log.entrySet()) {
            if (!copy(file.getKey(), target.resolve(relative(file.getKey())), file.getValue())) {
                missing++;
                LOG.warn("{} is missing, and missing in the backup {}", file.getKey(), target.path());
            }
        }
        copyKeys();
        copyFolder("tls");
        copyFolder("tls/acme");
        copyFolder("audit");
        copyFolder("admin");
        copyFolder(relative(folder.quarantine()));
        return new Backup(target.path().toString(), files, octets, missing, extent.end());
    }

    /** The files of the log, and how much of each belongs to the moment. */
    private Map<Path, Long> filesOf(LogExtent extent) throws IOException {
        Map<Path, Long> found = new TreeMap<>();
        DataFolder.numbered(folder.ledger())
                .headMap(extent.end().segment(), true)
                .forEach((number, file) -> {
                    LogExtent.Segment segment = extent.segments().get(number);
                    if (segment == null || segment.closed()) {
                        found.put(file, Long.MAX_VALUE);
                    }
                });
        extent.segments().forEach((number, segment) -> found.put(folder.segment(number), segment.end()));
        extent.liveLargeFiles().forEach(number -> found.put(folder.large(number), Long.MAX_VALUE));
        return found;
    }

    private void requireSpace(Map<Path, Long> log, long lowWaterBytes) throws IOException {
        long needed = 0;
        for (Map.Entry<Path, Long> file : log.entrySet()) {
            needed += Files.exists(file.getKey()) ? Math.min(file.getValue(), Files.size(file.getKey())) : 0;
        }
        target.requireSpace(needed, folder.store(), lowWaterBytes);
        total = octets + needed;
    }

    private void copyKeys() throws IOException, StorageException {
        copyFolder("keys");
    }

    /** Copies the files of a folder that are not in the backup yet. */
    private void copyFolder(String name) throws IOException, StorageException {
        Path from = folder.data().resolve(name);
        if (!Files.isDirectory(from)) {
            return;
        }
        Path to = target.folder(name);
        List<Path> found;
        try (Stream<Path> listing = Files.list(from)) {
            found = listing.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : found) {
            String fileName = file.getFileName().toString();
            boolean there =
                    Files.exists(to.resolve(fileName)) || Files.exists(to.resolve(fileName.replace(CONDEMNED, KEY)));
            if (!fileName.endsWith(DRAFT) && !there) {
                copy(file, to.resolve(fileName), Long.MAX_VALUE);
            }
        }
    }

    private String relative(Path file) {
        return folder.data().relativize(file).toString();
    }

    /** Copies and forces a file up to a length; returns false if there is none. */
    private boolean copy(Path from, Path to, long length) throws IOException, StorageException {
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
                Disk.File out = disk.create(to)) {
            long at = 0;
            while (at < length) {
                running.check();
                buffer.clear().limit((int) Math.min(PIECE, length - at));
                int read = in.read(buffer, at);
                if (read < 0) {
                    break;
                }
                out.write(buffer.flip(), at);
                at += read;
                progress.of(octets + at, Math.max(total, octets + at));
            }
            out.force();
            files++;
            octets += at;
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
