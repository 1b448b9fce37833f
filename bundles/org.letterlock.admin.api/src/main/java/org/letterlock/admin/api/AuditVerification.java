package org.letterlock.admin.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What verifying the trail came to.
 *
 * @param entries how many entries are kept
 * @param first sequence number of the first of them, 0 if there is none
 * @param last sequence number of the last of them, 0 if there is none
 * @param head hash of the last one, empty if there is none
 * @param lastTime when the last one was written, null if there is none
 * @param faults what is wrong, a line each, at most 100; none if the chain is whole
 */
public record AuditVerification(
        long entries,
        long first,
        long last,
        String head,
        @Nullable Instant lastTime,
        List<String> faults) {

    /** Copies the list. */
    public AuditVerification {
        faults = List.copyOf(faults);
    }
}
