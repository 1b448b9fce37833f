package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.AuditEntry;
import org.letterlock.admin.api.AuditPage;
import org.letterlock.admin.api.GatewayAdmin;

/** {@code audit:list}. */
@Service
@Command(scope = "audit", name = "list", description = "Lists entries of the audit log, the latest first")
public final class ListAudit extends AuditFilterCommand<AuditPage> {

    private static final int LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    @Option(name = "--limit", description = "How many at most, 1 to 1000; 100 by default")
    @Nullable String limit;

    @Option(name = "--before", description = "Entries with a lower number, to go on behind a list")
    @Nullable String before;

    @Override
    AuditPage run(GatewayAdmin gateway) throws AdminException, CommandException {
        return gateway.audit(query(
                before == null ? null : number("--before", before, Long.MAX_VALUE),
                limit == null ? LIMIT : (int) number("--limit", limit, MAX_LIMIT)));
    }

    private static long number(String option, String text, long max) throws CommandException {
        try {
            long number = Long.parseLong(text);
            if (number >= 1 && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // It is told below.
        }
        throw failure(option + " takes a number from 1 to " + max, null);
    }

    @Override
    void print(AuditPage page, PrintStream out) {
        ShellTable table = new ShellTable().forceAscii().emptyTableText("no entry");
        table.column("Number").alignRight();
        for (String column : List.of("Time", "User", "Door", "From", "Act", "About", "Outcome")) {
            table.column(column);
        }
        for (AuditEntry entry : page.entries()) {
            table.addRow()
                    .addContent(
                            entry.sequence(),
                            entry.time(),
                            entry.user(),
                            entry.door(),
                            entry.from(),
                            entry.act(),
                            entry.about().entrySet().stream()
                                    .map(about -> about.getKey() + "=" + about.getValue())
                                    .collect(Collectors.joining(" ")),
                            entry.reason().isEmpty() ? entry.outcome() : entry.outcome() + ": " + entry.reason());
        }
        table.print(out);
        if (page.next() != null) {
            out.println("go on with --before " + page.next());
        }
    }
}
