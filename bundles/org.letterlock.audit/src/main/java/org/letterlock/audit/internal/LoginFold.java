package org.letterlock.audit.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.letterlock.admin.api.AuditLog.Outcome;

/**
 * Makes few entries of many logins. The first one of its kind is an entry at once; those that are like it are counted, and
 * their number is one entry when the time of the kind is over. So nobody fills the disk with logins. Not thread-safe.
 */
final class LoginFold {

    /** Failed ones of all further addresses are of one kind, whose address is not known. */
    static final int MAX_FAILING = 100;

    /** An archiver that comes each minute is an entry an hour, an attacker one a minute. */
    private static final Duration SUCCESS_TIME = Duration.ofHours(1);

    private static final Duration FAILURE_TIME = Duration.ofMinutes(1);
    private static final String SEVERAL = "-";

    /**
     * A login, or some that are alike.
     *
     * @param mailbox the id that the user name held, {@code -} if none, or if they held different ones
     * @param from the IP address
     * @param reason why it failed, empty if it did not
     * @param times how many there were
     */
    record Login(String mailbox, String from, Outcome outcome, String reason, long times) {}

    private record Kind(String mailbox, String from, Outcome outcome, String reason) {}

    private static final class Count {
        final Instant until;
        final String mailbox;
        boolean several;
        long more;

        Count(Instant until, String mailbox) {
            this.until = until;
            this.mailbox = mailbox;
        }
    }

    private final Map<Kind, Count> counts = new HashMap<>();

    /**
     * Takes a login.
     *
     * @return the login, if it is to be an entry now
     */
    Optional<Login> take(String mailbox, String from, Outcome outcome, String reason, Instant now) {
        boolean success = outcome == Outcome.DONE;
        Kind kind = new Kind(success ? mailbox : SEVERAL, from, outcome, reason);
        if (!success && !counts.containsKey(kind) && failing() >= MAX_FAILING) {
            kind = new Kind(SEVERAL, SEVERAL, outcome, reason);
        }
        Count count = counts.get(kind);
        if (count != null) {
            count.more++;
            count.several |= !count.mailbox.equals(mailbox);
            return Optional.empty();
        }
        counts.put(kind, new Count(now.plus(time(kind)), mailbox));
        return Optional.of(new Login(mailbox, kind.from(), outcome, reason, 1));
    }

    private long failing() {
        return counts.keySet().stream()
                .filter(kind -> kind.outcome() != Outcome.DONE)
                .count();
    }

    /** Those that are to be entries because their time is over; all that were counted if the end has come. */
    List<Login> due(Instant now, boolean end) {
        List<Login> due = new ArrayList<>();
        Map<Kind, Count> goOn = new HashMap<>();
        for (Iterator<Map.Entry<Kind, Count>> all = counts.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Kind, Count> entry = all.next();
            Count count = entry.getValue();
            if (!end && now.isBefore(count.until)) {
                continue;
            }
            all.remove();
            if (count.more > 0) {
                Kind kind = entry.getKey();
                due.add(new Login(
                        count.several ? SEVERAL : count.mailbox,
                        kind.from(),
                        kind.outcome(),
                        kind.reason(),
                        count.more));
                // Whoever went on is counted on: the next one is no first one.
                goOn.put(kind, new Count(now.plus(time(kind)), count.mailbox));
            }
        }
        counts.putAll(goOn);
        return due;
    }

    private static Duration time(Kind kind) {
        return kind.outcome() == Outcome.DONE ? SUCCESS_TIME : FAILURE_TIME;
    }
}
