package org.letterlock.audit.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AuditEntry;
import org.letterlock.admin.api.AuditVerification;

/** Goes through the chain once, and goes on behind what is wrong. */
final class ChainCheck {

    /** The act of an entry before old files were deleted, and what says where the chain begins since. */
    static final String DELETED = "deleteAuditFiles";

    static final String DELETED_BEFORE = "before";

    private static final int MAX_FAULTS = 100;

    private final TrailEnd end;
    private final List<String> faults = new ArrayList<>();
    private long entries;
    private long first;
    private long last;
    private String head = "";
    private @Nullable Instant lastTime;
    private boolean beginIsKnown;

    private ChainCheck(TrailEnd end) {
        this.end = end;
    }

    static AuditVerification of(NavigableMap<Long, Path> files, TrailEnd end) throws IOException {
        ChainCheck check = new ChainCheck(end);
        for (Map.Entry<Long, Path> file : files.entrySet()) {
            check.look(file.getKey(), file.getValue());
        }
        return check.result();
    }

    private void look(long begin, Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        long length = file.equals(end.file()) ? end.length() : Files.size(file);
        if (file.equals(end.file()) && Files.size(file) < length) {
            fault(name + " is shorter than what the gateway wrote");
        }
        long number = 0;
        try (ForwardLines lines = new ForwardLines(file, length)) {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                number++;
                Optional<EntryFormat.Read> read = EntryFormat.read(line);
                String place = name + " line " + number;
                if (read.isEmpty()) {
                    fault(place + ": is no entry");
                    continue;
                }
                if (number == 1 && read.get().entry().sequence() != begin) {
                    fault(place + ": entry " + read.get().entry().sequence() + " stands where " + begin + " began");
                }
                look(place, read.get());
            }
        }
    }

    private void look(String place, EntryFormat.Read read) {
        AuditEntry entry = read.entry();
        if (!read.intact()) {
            fault(place + ": entry " + entry.sequence() + " was altered: its hash is another");
        }
        if (entries == 0) {
            first = entry.sequence();
            if (first == 1 && !read.previous().equals(EntryFormat.NO_HASH)) {
                fault(place + ": entry 1 has one before it");
            }
        } else if (entry.sequence() != last + 1) {
            fault(place + ": entry " + entry.sequence() + " follows " + last);
        } else if (!read.previous().equals(head)) {
            fault(place + ": entry " + entry.sequence()
                    + " does not follow the one before it: one of them was altered");
        }
        if (entry.act().equals(DELETED)
                && Long.toString(first).equals(entry.about().get(DELETED_BEFORE))) {
            beginIsKnown = true;
        }
        entries++;
        last = entry.sequence();
        head = entry.hash();
        lastTime = entry.time();
    }

    private AuditVerification result() {
        if (first > 1 && !beginIsKnown) {
            fault("the entries before " + first + " are gone, and no entry says that they were deleted");
        }
        if (last != end.sequence() || (entries > 0 && !head.equals(end.hash()))) {
            fault("the chain ends with " + last + ", not with the entry " + end.sequence()
                    + " that was written last or found at the start");
        }
        return new AuditVerification(entries, first, last, head, lastTime, faults);
    }

    private void fault(String line) {
        if (faults.size() < MAX_FAULTS) {
            faults.add(line);
        }
    }
}
