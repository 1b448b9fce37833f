package org.letterlock.storage.log.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.StoreMaintenance.Damage;
import org.letterlock.storage.api.StoreMaintenance.Verification;

/** What a verification has counted and found so far. */
final class Findings {

    long segments;
    long ledgers;
    long largeFiles;
    long records;
    long mails;
    long octets;

    private final int most;
    private final List<Damage> damages = new ArrayList<>();
    private long damaged;

    /**
     * Makes it.
     *
     * @param most so many damaged places are kept, the others counted
     */
    Findings(int most) {
        this.most = most;
    }

    /** A damaged place, of a record if one is known. */
    void damage(Path file, long offset, @Nullable RecordHeader record, String what) {
        if (record == null) {
            add(new Damage(file.toString(), offset, null, null, what));
        } else {
            boolean mail = !record.message().equals(RecordHeader.NO_MESSAGE);
            add(new Damage(file.toString(), offset, record.mailbox(), mail ? record.message() : null, what));
        }
    }

    void add(Damage damage) {
        damaged++;
        if (damages.size() < most) {
            damages.add(damage);
        }
    }

    Verification result(LogPosition end, int mailboxes) {
        return new Verification(
                end, segments, ledgers, largeFiles, records, mails, octets, mailboxes, damaged, damages);
    }
}
