package org.letterlock.admin.shell.internal;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.CommandSessionListener;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AuditLog;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Writes to the audit log which of our commands Karaf's access lists kept from somebody. Karaf says of such a command that
 * it does not exist, by an exception whose class it does not export.
 */
@Component(name = "org.letterlock.admin.shell.refused")
public final class RefusedCommands implements CommandSessionListener {

    private static final Set<String> REFUSALS = Set.of("CommandNotFoundException", "SecurityException");
    private static final Pattern COMMAND =
            Pattern.compile("\\b(mailbox|gateway|proxy|setting|certificate|user|token|audit|alarm):([A-Za-z0-9-]+)");

    private final AuditLog audit;
    private final SessionFactory shell;

    /** Called by the component runtime. */
    @Activate
    public RefusedCommands(@Reference AuditLog audit, @Reference SessionFactory shell) {
        this.audit = audit;
        this.shell = shell;
    }

    @Override
    public void beforeExecute(CommandSession session, CharSequence line) {
        // Nothing is refused yet.
    }

    @Override
    public void afterExecute(CommandSession session, CharSequence line, Exception failure) {
        if (!REFUSALS.contains(failure.getClass().getSimpleName())) {
            return;
        }
        // The line may hold several commands, the message of the first exception names the one.
        Matcher command = COMMAND.matcher(failure instanceof SecurityException ? line : failure.getMessage());
        if (command.find() && shell.getRegistry().getCommand(command.group(1), command.group(2)) != null) {
            audit.refused(command.group(), "the user's roles do not allow it");
        }
    }

    @Override
    public void afterExecute(CommandSession session, CharSequence line, @Nullable Object result) {
        // It was not refused.
    }
}
