package org.letterlock.storage.log.internal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.letterlock.storage.api.StoreMaintenance.LedgerHead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs where the chains of the mailboxes end, for a log that is kept elsewhere. Its logger has a name of its own, so that
 * it can be sent there alone.
 */
final class LedgerHeadLog {

    static final int MAX_LINES = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger("org.letterlock.ledger");

    private final LogState state;
    private final InstantSource clock;
    private final long intervalMillis;
    private long dueMillis;

    /**
     * Makes it.
     *
     * @param interval from one time to the next; zero for never
     */
    LedgerHeadLog(LogState state, InstantSource clock, Duration interval) {
        this.state = state;
        this.clock = clock;
        this.intervalMillis = interval.toMillis();
        this.dueMillis = clock.millis() + intervalMillis;
    }

    /** The heads of all mailboxes, by id. */
    static List<LedgerHead> heads(LogState state) {
        return state.mailboxes().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(mailbox -> ChainCheck.head(mailbox.getKey(), mailbox.getValue()))
                .toList();
    }

    /** Logs them if it is time to. */
    synchronized void logIfDue() {
        if (intervalMillis > 0 && clock.millis() >= dueMillis) {
            dueMillis = clock.millis() + intervalMillis;
            log();
        }
    }

    /** Logs them, a line for each mailbox, the first {@link #MAX_LINES}. */
    void log() {
        List<LedgerHead> heads = heads(state);
        heads.stream()
                .limit(MAX_LINES)
                .forEach(head -> LOG.info(
                        "ledger head mailbox={} sequence={} sha256={}",
                        head.mailbox(),
                        head.sequence(),
                        head.sha256()));
        if (heads.size() > MAX_LINES) {
            LOG.info("{} more ledger heads are not logged, see gateway:ledger-heads", heads.size() - MAX_LINES);
        }
    }
}
