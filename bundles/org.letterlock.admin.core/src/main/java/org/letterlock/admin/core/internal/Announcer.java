package org.letterlock.admin.core.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.letterlock.admin.api.Problem;

/** Says each problem once when it has lasted, once when it is gone, and when the gateway is ready. One thread. */
final class Announcer {

    /** Parts come and go for moments while the gateway starts or is upgraded. */
    static final Duration SETTLING = Duration.ofSeconds(10);

    private final Consumer<String> errors;
    private final Consumer<String> warnings;
    private final Consumer<String> infos;
    private final Map<String, Seen> seen = new LinkedHashMap<>();
    private boolean ready;

    private record Seen(Instant since, Problem problem, boolean said) {}

    Announcer(Consumer<String> errors, Consumer<String> warnings, Consumer<String> infos) {
        this.errors = errors;
        this.warnings = warnings;
        this.infos = infos;
    }

    void look(Health health, Instant now) {
        Set<String> present = new HashSet<>();
        health.problems().forEach(problem -> note(problem, now, present));
        health.faults().forEach(fault -> note(Problem.urgent(fault.line()), now, present));
        for (Iterator<Seen> all = seen.values().iterator(); all.hasNext(); ) {
            Seen entry = all.next();
            if (!present.contains(entry.problem.key())) {
                all.remove();
                if (entry.said) {
                    infos.accept("gone: " + entry.problem.line());
                }
            }
        }
        if (health.ready() != ready) {
            ready = health.ready();
            infos.accept(ready ? "the gateway is ready: " + ports(health) : "the gateway is not ready any more");
        }
    }

    /** Whether something was seen that is not said yet. */
    boolean isSettling() {
        return seen.values().stream().anyMatch(entry -> !entry.said);
    }

    private void note(Problem problem, Instant now, Set<String> present) {
        if (!present.add(problem.key())) {
            return;
        }
        Seen entry = seen.getOrDefault(problem.key(), new Seen(now, problem, false));
        boolean say = !entry.said && !now.isBefore(entry.since.plus(SETTLING));
        if (say) {
            (problem.urgent() ? errors : warnings).accept(problem.line());
        }
        seen.put(problem.key(), new Seen(entry.since, problem, entry.said || say));
    }

    private static String ports(Health health) {
        return health.listeners().stream()
                .map(listener -> listener.name() + " " + listener.protocol() + " "
                        + HealthCheck.socket(listener.address(), listener.port()))
                .collect(Collectors.joining(", "));
    }
}
