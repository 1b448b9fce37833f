package org.letterlock.storage.log.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.StoreStatus.Quarantined;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The damaged places that were found since the store started: each is counted and logged once, and what is left of a
 * damaged record is copied to the quarantine. Thread-safe.
 */
final class DamageRegister {

    private static final Logger LOG = LoggerFactory.getLogger(DamageRegister.class);

    /** Places that are told from each other; further ones are neither counted nor logged. */
    private static final int MAX_PLACES = 10_000;

    private final DataFolder folder;
    private final Quarantine quarantine;
    private final Set<String> places = new HashSet<>(); // guarded by this

    DamageRegister(DataFolder folder, Disk disk, long lowWaterBytes) throws IOException {
        this.folder = folder;
        this.quarantine = new Quarantine(folder, disk, lowWaterBytes);
    }

    synchronized long count() {
        return places.size();
    }

    List<Quarantined> quarantined() {
        return quarantine.records();
    }

    /** Something that is not a record is damaged. */
    void found(Path file, long offset, String what) {
        if (isNew(file + " " + offset)) {
            LOG.error("{} is damaged at offset {}: {}", file, offset, what);
        }
    }

    /**
     * A record is damaged.
     *
     * @param position where it is, or should be
     * @param header as far as it is known, from the ledger perhaps
     * @param end offset of what is readable behind it in the segment
     * @return whether a copy of it is in the quarantine
     */
    boolean found(LogPosition position, @Nullable RecordHeader header, long end, String what) {
        boolean fresh = isNew(position.toString());
        if (fresh && !quarantine.holds(position)) {
            try {
                quarantine.add(position, header, end);
            } catch (IOException e) {
                LOG.warn("what is at {} could not be copied to {}", position, folder.quarantine(), e);
            }
        }
        boolean copied = quarantine.holds(position);
        if (fresh) {
            LOG.error(
                    "{} is damaged at offset {}: {} mailbox={} message={} quarantined={}",
                    header == null || header.file() == 0
                            ? folder.segment(position.segment())
                            : folder.large(header.file()),
                    position.offset(),
                    what,
                    header == null ? "unknown" : header.mailbox(),
                    header == null ? "unknown" : header.message(),
                    copied);
        }
        return copied;
    }

    private synchronized boolean isNew(String place) {
        return places.size() < MAX_PLACES && places.add(place);
    }
}
