package org.letterlock.admin.shell.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.ComponentSettings;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.SettingChanges;

/** {@code setting:create}. */
@Service
@Command(
        scope = "setting",
        name = "create",
        description = "PID NAME KEY=VALUE...: makes one more of a component of which there may be several, such as a"
                + " listener (PID org.letterlock.transport.mina.listener)")
public final class CreateSettings extends SettingsCommand {

    @Override
    ComponentSettings run(GatewayAdmin gateway, String pid, List<String> rest) throws AdminException, CommandException {
        if (rest.isEmpty()) {
            throw failure("give a name that distinguishes it from the others", null);
        }
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        for (String word : rest.subList(1, rest.size())) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw failure("give settings as KEY=VALUE, not '" + word + "'", null);
            }
            values.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return gateway.createSettings(pid, rest.get(0), new SettingChanges(values));
    }
}
