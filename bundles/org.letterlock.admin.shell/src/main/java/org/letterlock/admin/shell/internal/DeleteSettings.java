package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;

/** {@code setting:delete}. */
@Service
@Command(
        scope = "setting",
        name = "delete",
        description = "PID: takes away one of several, such as a listener, with its file in etc/")
public final class DeleteSettings extends GatewayCommand<DeleteSettings.Deleted> {

    @Argument(name = "pid", description = "PID of the component, as setting:list shows it", multiValued = true)
    List<String> words = List.of();

    /** The JSON document. */
    record Deleted(String pid, boolean deleted) {}

    @Override
    Deleted run(GatewayAdmin gateway) throws AdminException, CommandException {
        List<String> pids = new ArrayList<>(words);
        json |= pids.removeIf("--json"::equals);
        if (pids.size() != 1) {
            throw failure("give one PID", null);
        }
        gateway.deleteSettings(pids.get(0));
        return new Deleted(pids.get(0), true);
    }

    @Override
    void print(Deleted deleted, PrintStream out) {
        out.println(deleted.pid() + " is deleted");
    }
}
