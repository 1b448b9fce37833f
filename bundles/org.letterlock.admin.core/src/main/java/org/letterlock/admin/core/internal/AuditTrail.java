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

    /** Why an act ended as it did. */
    enum Outcome {
        DONE,
        /** The gateway, or an access list, said no. */
        REFUSED,
        /** It could not be done, or may have been done in part. */
        FAILED
    }

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
    public void refused(String act, String reason) {
        write(act, Map.of(), Outcome.REFUSED, reason);
    }

    /**
     * Writes a line.
     *
     * @param about what else is to be said of the act, in this order
     * @param reason why it was not done, empty if it was
     */
    void write(String act, Map<String, String> about, Outcome outcome, String reason) {
        Caller caller = Caller.current();
        AuditLine line = new AuditLine()
                .add("user", caller.user())
                .add("from", caller.from())
                .add("act", act);
        about.forEach(line::add);
        line.add("outcome", outcome.name().toLowerCase(Locale.ROOT));
        if (!reason.isEmpty()) {
            line.add("reason", reason);
        }
        lines.accept(line.toString());
    }
}
