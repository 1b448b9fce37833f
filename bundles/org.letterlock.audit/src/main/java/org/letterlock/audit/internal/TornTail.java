package org.letterlock.audit.internal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.letterlock.admin.api.AuditLog.Outcome;

/**
 * Finds the chain's end at a start. Octets behind the last end of a line are what a crash left of an entry that nobody was
 * told of: they are cut. Nothing else is: a line that is wrong stays for verification to find.
 */
final class TornTail {

    private final TrailFolder folder;
    private final List<Act> acts = new ArrayList<>();

    TornTail(TrailFolder folder) {
        this.folder = folder;
    }

    /** What was done to the chain, to be written to it. */
    List<Act> acts() {
        return acts;
    }

    TrailEnd find(Instant now) throws IOException {
        NavigableMap<Long, Path> files = folder.files();
        // A crash between the making of a file and its first entry.
        while (!files.isEmpty() && Files.size(files.lastEntry().getValue()) == 0) {
            folder.delete(files.pollLastEntry().getValue());
        }
        if (files.isEmpty()) {
            return TrailEnd.EMPTY;
        }
        Path last = files.lastEntry().getValue();
        long length = cut(last, now);
        for (Path file : files.descendingMap().values()) {
            Optional<EntryFormat.Read> entry = lastEntry(file);
            if (entry.isPresent()) {
                return new TrailEnd(
                        last,
                        length,
                        entry.get().entry().sequence(),
                        entry.get().entry().hash());
            }
        }
        return new TrailEnd(last, length, files.lastKey(), EntryFormat.NO_HASH);
    }

    private static Optional<EntryFormat.Read> lastEntry(Path file) throws IOException {
        try (BackwardLines lines = new BackwardLines(file, Files.size(file))) {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                Optional<EntryFormat.Read> entry = EntryFormat.read(line);
                if (entry.isPresent()) {
                    return entry;
                }
            }
        }
        return Optional.empty();
    }

    private long cut(Path path, Instant now) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            long length = file.length();
            long whole = length;
            while (whole > 0 && !endsLine(file, whole)) {
                whole--;
            }
            if (whole < length) {
                file.setLength(whole);
                file.getFD().sync();
                acts.add(Act.ofGateway(
                        now, "cutAuditTail", Map.of("octets", Long.toString(length - whole)), Outcome.DONE, ""));
                Logs.OWN.warn(
                        "the audit log ended in an entry that was not written to its end; {} octets of {} are cut",
                        length - whole,
                        path.getFileName());
            }
            return whole;
        }
    }

    private static boolean endsLine(RandomAccessFile file, long end) throws IOException {
        file.seek(end - 1);
        return file.read() == '\n';
    }
}
