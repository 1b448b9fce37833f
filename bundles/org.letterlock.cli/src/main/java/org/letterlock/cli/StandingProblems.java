package org.letterlock.cli;

import java.time.Duration;
import java.util.List;

/** Tells problems that stay from those that every start has for a while. */
final class StandingProblems {

    private static final long SAY = Duration.ofSeconds(10).toNanos();
    private static final long GIVE_UP = Duration.ofSeconds(15).toNanos();

    private List<String> problems = List.of();
    private long since;
    private boolean said;

    /**
     * Takes note of how the gateway is.
     *
     * @return what has to be said now: problems that have been the same for long enough
     */
    List<String> look(GatewayStatus status, long now) {
        if (!status.problems().equals(problems)) {
            problems = status.problems();
            since = now;
            said = false;
        }
        if (said || now - since < SAY) {
            return List.of();
        }
        said = true;
        return problems;
    }

    /** Whether waiting on is in vain, by what was looked at last. */
    boolean areFinal(GatewayStatus status, long now) {
        return status.broken() && now - since >= GIVE_UP;
    }
}
