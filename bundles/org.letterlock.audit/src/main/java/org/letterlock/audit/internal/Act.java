package org.letterlock.audit.internal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.letterlock.admin.api.AuditLog;
import org.letterlock.admin.api.AuditLog.Actor;
import org.letterlock.admin.api.AuditLog.Outcome;

/** What is to be written, its texts bounded and safe. */
record Act(Instant time, Actor actor, String name, Map<String, String> about, String outcome, String reason) {

    private static final int MAX_KEYS = 20;

    /** The gateway itself. */
    static final Actor GATEWAY = new Actor("-", "gateway", "-");

    Act {
        time = time.truncatedTo(ChronoUnit.MILLIS);
    }

    static Act of(
            Instant time,
            Actor actor,
            String name,
            Map<String, String> about,
            AuditLog.Outcome outcome,
            String reason) {
        Map<String, String> safe = new LinkedHashMap<>();
        about.entrySet().stream()
                .limit(MAX_KEYS)
                .forEach(entry -> safe.put(SafeText.of(entry.getKey()), SafeText.of(entry.getValue())));
        return new Act(
                time,
                new Actor(SafeText.of(actor.user()), SafeText.of(actor.door()), SafeText.of(actor.from())),
                SafeText.of(name),
                safe,
                outcome.name().toLowerCase(Locale.ROOT),
                SafeText.of(reason));
    }

    /** Something about the log itself, which the gateway did. */
    static Act ofGateway(Instant time, String name, Map<String, String> about, Outcome outcome, String reason) {
        return of(time, GATEWAY, name, about, outcome, reason);
    }

    /** For the log. */
    String line() {
        AuditLine line = new AuditLine()
                .add("user", actor.user())
                .add("door", actor.door())
                .add("from", actor.from())
                .add("act", name);
        about.forEach(line::add);
        line.add("outcome", outcome);
        if (!reason.isEmpty()) {
            line.add("reason", reason);
        }
        return line.toString();
    }
}
