package org.letterlock.audit.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AuditEntry;
import org.letterlock.admin.api.AuditPage;
import org.letterlock.admin.api.AuditQuery;

/** Reads entries, up to an end that is durable. Takes no lock. */
final class TrailReader {

    /** A page ends here, whatever its limit, so that no reader can fill the memory. */
    private static final long MAX_PAGE_BYTES = 4 * 1024 * 1024;

    private final NavigableMap<Long, Path> files;
    private final TrailEnd end;

    TrailReader(NavigableMap<Long, Path> files, TrailEnd end) {
        this.files = files;
        this.end = end;
    }

    /** The latest first. Lines that are no entries are left out; verification tells of them. */
    AuditPage page(AuditQuery query) throws IOException {
        Filter filter = new Filter(query);
        List<AuditEntry> found = new ArrayList<>();
        long octets = 0;
        // A file whose first entry comes behind what is asked for has nothing to say.
        NavigableMap<Long, Path> asked = query.before() == null ? files : files.headMap(query.before(), false);
        for (Path file : asked.descendingMap().values()) {
            try (BackwardLines lines = new BackwardLines(file, length(file))) {
                for (byte[] line = lines.next(); line != null; line = lines.next()) {
                    AuditEntry entry = entry(line);
                    if (entry == null || !filter.isBefore(entry) || !filter.matches(entry)) {
                        continue;
                    }
                    if (found.size() == query.limit() || octets > MAX_PAGE_BYTES) {
                        return new AuditPage(found, found.get(found.size() - 1).sequence());
                    }
                    found.add(entry);
                    octets += line.length;
                }
            }
        }
        return new AuditPage(found, null);
    }

    long export(AuditQuery query, Consumer<String> sink) throws IOException {
        Filter filter = new Filter(query);
        long count = 0;
        for (Map.Entry<Long, Path> file : files.entrySet()) {
            try (ForwardLines lines = new ForwardLines(file.getValue(), length(file.getValue()))) {
                for (byte[] line = lines.next(); line != null; line = lines.next()) {
                    AuditEntry entry = entry(line);
                    if (entry != null && filter.matches(entry)) {
                        sink.accept(new String(line, US_ASCII));
                        count++;
                    }
                }
            }
        }
        return count;
    }

    /** The last file goes as far as it is durable, a later one is not there yet. */
    private long length(Path file) throws IOException {
        return file.equals(end.file()) ? end.length() : Files.size(file);
    }

    private static @Nullable AuditEntry entry(byte[] line) {
        Optional<EntryFormat.Read> read = EntryFormat.read(line);
        return read.isEmpty() ? null : read.get().entry();
    }
}
