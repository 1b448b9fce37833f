package org.letterlock.admin.api;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An entry of the trail.
 *
 * @param sequence its number, without gaps
 * @param time when it was written
 * @param user who did it, {@code -} if nobody is known
 * @param door by which door
 * @param from from which address, {@code -} if that is not known
 * @param act what was done or asked for
 * @param about what it was about, by key, {@code mailbox} among them
 * @param outcome {@code done}, {@code refused} or {@code failed}
 * @param reason why it was not done, empty if it was
 * @param hash SHA-256 of the entry and of the hash before it, hexadecimal
 */
public record AuditEntry(
        long sequence,
        Instant time,
        String user,
        String door,
        String from,
        String act,
        Map<String, String> about,
        String outcome,
        String reason,
        String hash) {

    /** Copies the map. */
    public AuditEntry {
        about = Collections.unmodifiableMap(new LinkedHashMap<>(about));
    }
}
