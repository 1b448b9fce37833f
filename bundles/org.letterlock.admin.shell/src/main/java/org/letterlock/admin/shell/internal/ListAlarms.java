package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.AlarmView;
import org.letterlock.admin.api.GatewayAdmin;

/** {@code alarm:list}. */
@Service
@Command(
        scope = "alarm",
        name = "list",
        description = "Lists the alarms that are raised, and those that were cleared in the last seven days")
public final class ListAlarms extends GatewayCommand<List<AlarmView>> {

    @Override
    List<AlarmView> run(GatewayAdmin gateway) throws AdminException {
        return gateway.alarms();
    }

    @Override
    void print(List<AlarmView> alarms, PrintStream out) {
        ShellTable table = new ShellTable().forceAscii().emptyTableText("no alarm");
        for (String column : List.of("Since", "Cleared", "Severity", "Kind", "What")) {
            table.column(column);
        }
        for (AlarmView alarm : alarms) {
            table.addRow()
                    .addContent(
                            alarm.since(),
                            MailboxText.orDash(alarm.cleared()),
                            alarm.severity(),
                            alarm.kind(),
                            alarm.text());
        }
        table.print(out);
    }
}
