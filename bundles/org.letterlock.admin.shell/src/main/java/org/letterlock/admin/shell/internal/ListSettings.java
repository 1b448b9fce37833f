package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.ComponentSettings;
import org.letterlock.admin.api.GatewayAdmin;

/** {@code setting:list}. */
@Service
@Command(scope = "setting", name = "list", description = "Shows the settings of all components, or of those given")
public final class ListSettings extends GatewayCommand<List<ComponentSettings>> {

    @Argument(name = "pids", description = "PIDs of components", multiValued = true)
    List<String> words = List.of();

    @Override
    List<ComponentSettings> run(GatewayAdmin gateway) throws AdminException {
        List<String> pids = new ArrayList<>(words);
        json |= pids.removeIf("--json"::equals);
        if (pids.isEmpty()) {
            return gateway.settings();
        }
        List<ComponentSettings> found = new ArrayList<>();
        for (String pid : pids) {
            found.add(gateway.settings(pid));
        }
        return found;
    }

    @Override
    void print(List<ComponentSettings> components, PrintStream out) {
        for (ComponentSettings component : components) {
            SettingsCommand.show(component, out);
            out.println();
        }
    }
}
