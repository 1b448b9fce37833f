package org.letterlock.storage.log.internal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.StoreStatus.Quarantined;

/**
 * Copies of damaged records as they were found, each in a file named by its segment and offset, until somebody deletes
 * them. Bounded in number and size. Thread-safe.
 */
final class Quarantine {

    static final int MAX_RECORDS = 1_000;
    static final long MAX_BYTES = 1L << 30;

    private static final Pattern NAME = Pattern.compile("(\\d{8,18})-(\\d{1,18})");
    private static final int BUFFER = 64 << 10;

    private final DataFolder folder;
    private final Disk disk;
    private final long lowWaterBytes;

    // Guarded by this.
    private final TreeMap<LogPosition, Quarantined> records = new TreeMap<>();
    private long bytes;

    /** Finds out what is there from before. */
    Quarantine(DataFolder folder, Disk disk, long lowWaterBytes) throws IOException {
        this.folder = folder;
        this.disk = disk;
        this.lowWaterBytes = lowWaterBytes;
        try (Stream<Path> files = Files.list(folder.quarantine())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    LogPosition position =
                            new LogPosition(Long.parseLong(name.group(1)), Long.parseLong(name.group(2)));
                    records.put(position, describe(position, header(file)));
                    bytes += Files.size(file);
                }
            }
        }
    }

    synchronized List<Quarantined> records() {
        return List.copyOf(records.values());
    }

    synchronized boolean holds(LogPosition position) {
        return records.containsKey(position);
    }

    /**
     * Copies a record.
     *
     * @param header as far as it is known
     * @param end offset behind it in its segment
     * @throws IOException if it cannot be copied, or too much is there already
     */
    synchronized void add(LogPosition position, @Nullable RecordHeader header, long end) throws IOException {
        Path large = header == null || header.file() == 0 ? null : folder.large(header.file());
        long size = end - position.offset() + (large == null || !Files.exists(large) ? 0 : Files.size(large));
        if (records.size() >= MAX_RECORDS || bytes + size > MAX_BYTES) {
            throw new IOException(folder.quarantine() + " is full");
        }
        if (disk.usableBytes(folder.store()) - size < lowWaterBytes) {
            throw new IOException("too little space");
        }
        Quarantined quarantined = describe(position, header);
        String name = quarantined.file();
        Path draft = folder.quarantine().resolve(name + ".tmp");
        disk.delete(draft);
        try (Disk.File out = disk.create(draft)) {
            long written = copySegment(position, end, out);
            if (large != null) {
                copyLarge(large, out, written);
            }
            out.force();
        }
        disk.rename(draft, folder.quarantine().resolve(name));
        disk.forceDirectory(folder.quarantine());
        records.put(position, quarantined);
        bytes += size;
    }

    private long copySegment(LogPosition position, long end, Disk.File out) throws IOException {
        long at = position.offset();
        try (FileChannel in = FileChannel.open(folder.segment(position.segment()), StandardOpenOption.READ)) {
            ByteBuffer part = ByteBuffer.allocate(BUFFER);
            while (at < end && in.read(part.clear().limit((int) Math.min(BUFFER, end - at)), at) > 0) {
                int length = part.position();
                out.write(part.flip(), at - position.offset());
                at += length;
            }
        }
        return at - position.offset();
    }

    private static void copyLarge(Path file, Disk.File out, long from) throws IOException {
        long at = from;
        try (InputStream in = Files.newInputStream(file)) {
            for (byte[] part = in.readNBytes(BUFFER); part.length > 0; part = in.readNBytes(BUFFER)) {
                out.write(ByteBuffer.wrap(part), at);
                at += part.length;
            }
        } catch (NoSuchFileException | FileNotFoundException e) {
            // The damage is that it is missing.
        }
    }

    private static Quarantined describe(LogPosition position, @Nullable RecordHeader header) {
        return header == null
                ? new Quarantined(position, null, null)
                : new Quarantined(position, header.mailbox(), header.type().isMail() ? header.message() : null);
    }

    private static @Nullable RecordHeader header(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] fixed = in.readNBytes(RecordHeader.LENGTH);
            if (fixed.length < RecordHeader.LENGTH) {
                return null;
            }
            ByteBuffer octets = ByteBuffer.allocate(RecordHeader.length(fixed)).put(fixed);
            octets.put(in.readNBytes(octets.remaining()));
            return RecordHeader.decode(octets.array());
        }
    }
}
