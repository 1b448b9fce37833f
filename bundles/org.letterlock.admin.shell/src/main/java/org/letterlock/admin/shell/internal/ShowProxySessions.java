package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.ProxySessions;

/** {@code proxy:sessions}. */
@Service
@Command(
        scope = "proxy",
        name = "sessions",
        description = "Shows who uses the gateway as a proxy now; the audit log has a line for it, as it shows names")
public final class ShowProxySessions extends GatewayCommand<ProxySessions> {

    private static final int MAX_ROWS = 100;

    @Override
    ProxySessions run(GatewayAdmin gateway) throws AdminException {
        return gateway.proxySessions();
    }

    @Override
    void print(ProxySessions found, PrintStream out) {
        ShellTable table = new ShellTable().forceAscii().emptyTableText("no session");
        for (String column : List.of("Protocol", "Mailbox", "User", "Client", "Server", "Since")) {
            table.column(column);
        }
        for (String column : List.of("To server", "To client", "Kept", "Uncopied")) {
            table.column(column).alignRight();
        }
        found.sessions().stream()
                .limit(MAX_ROWS)
                .forEach(session -> table.addRow()
                        .addContent(
                                session.protocol(),
                                session.mailbox(),
                                session.user(),
                                session.client(),
                                session.server(),
                                session.since(),
                                session.toServer(),
                                session.toClient(),
                                session.kept(),
                                session.uncopied()));
        table.print(out);
        if (found.total() > MAX_ROWS) {
            out.println((found.total() - MAX_ROWS) + " more, see --json");
        }
    }
}
