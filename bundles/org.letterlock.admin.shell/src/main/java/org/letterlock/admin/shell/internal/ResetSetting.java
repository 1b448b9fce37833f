package org.letterlock.admin.shell.internal;

import java.util.Collections;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.ComponentSettings;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.SettingChanges;

/** {@code setting:reset}. */
@Service
@Command(
        scope = "setting",
        name = "reset",
        description = "PID KEY: takes a setting out of etc/, so that its default holds")
public final class ResetSetting extends SettingsCommand {

    @Override
    ComponentSettings run(GatewayAdmin gateway, String pid, List<String> rest) throws AdminException, CommandException {
        if (rest.size() != 1) {
            throw failure("give PID and key", null);
        }
        return gateway.changeSettings(pid, new SettingChanges(Collections.singletonMap(rest.get(0), null)));
    }
}
