package org.letterlock.audit.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import org.letterlock.admin.api.AuditLog.Outcome;

/**
 * Deletes files whose entries are all too old, the oldest first and never the last. An entry says so before, so that who
 * verifies can tell it from a loss.
 */
final class Retention {

    private final TrailFolder folder;
    private final ChainWriter writer;
    private final Duration kept;
    private final Lock noReader;

    /**
     * Makes it.
     *
     * @param kept for how long, zero for ever
     * @param noReader held while files go
     */
    Retention(TrailFolder folder, ChainWriter writer, Duration kept, Lock noReader) {
        this.folder = folder;
        this.writer = writer;
        this.kept = kept;
        this.noReader = noReader;
    }

    void apply(Instant now) {
        if (kept.isZero()) {
            return;
        }
        try {
            delete(now.minus(kept), now);
        } catch (IOException e) {
            Logs.OWN.warn("old files of the audit log could not be deleted: {}", e.toString());
        }
    }

    private void delete(Instant before, Instant now) throws IOException {
        NavigableMap<Long, Path> files = folder.files();
        Long begin = null;
        for (Map.Entry<Long, Path> file : files.entrySet()) {
            if (file.getValue().equals(writer.end().file()) || !isOlder(file.getValue(), before)) {
                break;
            }
            begin = files.higherKey(file.getKey());
        }
        if (begin == null) {
            return;
        }
        Act act = Act.ofGateway(
                now, ChainCheck.DELETED, Map.of(ChainCheck.DELETED_BEFORE, begin.toString()), Outcome.DONE, "");
        writer.write(act);
        Logs.ACTS.info(act.line());
        noReader.lock();
        try {
            for (Path file : files.headMap(begin, false).values()) {
                folder.delete(file);
            }
        } finally {
            noReader.unlock();
        }
    }

    /** By its last entry; one that has none stays for verification to find. */
    private static boolean isOlder(Path file, Instant time) throws IOException {
        try (BackwardLines lines = new BackwardLines(file, Files.size(file))) {
            byte[] line = lines.next();
            Optional<EntryFormat.Read> last = line == null ? Optional.empty() : EntryFormat.read(line);
            return last.isPresent() && last.get().entry().time().isBefore(time);
        }
    }
}
