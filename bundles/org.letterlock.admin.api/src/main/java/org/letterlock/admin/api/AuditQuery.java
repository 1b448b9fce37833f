package org.letterlock.admin.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of the trail; null where it does not matter.
 *
 * @param user who did it
 * @param door by which door: {@code shell}, {@code rest}, {@code console}, {@code pop3}, {@code gateway}
 * @param act the act, or how it begins
 * @param mailbox id of the mailbox that it is about
 * @param outcome {@code done}, {@code refused} or {@code failed}
 * @param since not before
 * @param until before
 * @param before only entries with a lower sequence number
 * @param limit how many at most, 1 to 1,000
 */
public record AuditQuery(
        @Nullable String user,
        @Nullable String door,
        @Nullable String act,
        @Nullable String mailbox,
        @Nullable String outcome,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable Long before,
        int limit) {

    /** All entries, the latest 100 of them. */
    public static final AuditQuery LATEST = new AuditQuery(null, null, null, null, null, null, null, null, 100);

    private static final int MAX_LIMIT = 1_000;

    /** Checks the limit. */
    public AuditQuery {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT + ", not " + limit);
        }
    }
}
