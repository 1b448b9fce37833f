package org.letterlock.admin.core.internal;

import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.letterlock.admin.api.AuditLog;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.LoggerFactory;

/** Writes a line for each act to a logger of its own, which the log's configuration leads to a file of its own. */
@Component(name = "org.letterlock.admin.core.audit")
public final class AuditTrail implements AuditLog {

    private static final String LOGGER = "org.letterlock.audit";

    private final Consumer<String> lines;

    /** Called by the component runtime. */
    @Activate
    public AuditTrail() {
        this(LoggerFactory.getLogger(LOGGER)::info);
    }

    AuditTrail(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void write(String act, Map<String, String> about, Outcome outcome, String reason) {
        write(Caller.current(), act, about, outcome, reason);
    }

    @Override
    public void write(Actor actor, String act, Map<String, String> about, Outcome outcome, String reason) {
        AuditLine line = new AuditLine()
                .add("user", actor.user())
                .add("door", actor.door())
                .add("from", actor.from())
                .add("act", act);
        about.forEach(line::add);
        line.add("outcome", outcome.name().toLowerCase(Locale.ROOT));
        if (!reason.isEmpty()) {
            line.add("reason", reason);
        }
        lines.accept(line.toString());
    }
}
