package org.letterlock.admin.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entries of the trail.
 *
 * @param entries the latest first
 * @param next the {@link AuditQuery#before} that goes on behind the last one, null if that was the last
 */
public record AuditPage(List<AuditEntry> entries, @Nullable Long next) {

    /** Copies the list. */
    public AuditPage {
        entries = List.copyOf(entries);
    }
}
