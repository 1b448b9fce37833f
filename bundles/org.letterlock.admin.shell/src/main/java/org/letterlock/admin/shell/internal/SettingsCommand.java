package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.table.ShellTable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.ComponentSettings;
import org.letterlock.admin.api.GatewayAdmin;

/** A command that ends with the settings of one component. Karaf reads no options behind the first argument. */
abstract class SettingsCommand extends GatewayCommand<ComponentSettings> {

    private static final int MAX_SHOWN = 60;

    @Argument(
            name = "words",
            description = "PID of the component, and what the command needs besides",
            multiValued = true)
    List<String> words = List.of();

    @Override
    final ComponentSettings run(GatewayAdmin gateway) throws AdminException, CommandException {
        List<String> rest = new ArrayList<>(words);
        json |= rest.removeIf("--json"::equals);
        if (rest.isEmpty()) {
            throw failure("which component? give its PID; setting:list shows them", null);
        }
        return run(gateway, rest.get(0), rest.subList(1, rest.size()));
    }

    /** Does it. */
    abstract ComponentSettings run(GatewayAdmin gateway, String pid, List<String> rest)
            throws AdminException, CommandException;

    @Override
    void print(ComponentSettings component, PrintStream out) {
        show(component, out);
    }

    static void show(ComponentSettings component, PrintStream out) {
        out.println(component.pid() + "  " + component.name());
        ShellTable table = new ShellTable().forceAscii().emptyTableText("no setting");
        for (String column : List.of("Key", "Value", "Source")) {
            table.column(column);
        }
        component.settings().forEach(item -> table.addRow().addContent(item.key(), cut(item.value()), item.source()));
        table.print(out);
    }

    private static String cut(String value) {
        return value.length() <= MAX_SHOWN ? value : value.substring(0, MAX_SHOWN) + "...";
    }
}
