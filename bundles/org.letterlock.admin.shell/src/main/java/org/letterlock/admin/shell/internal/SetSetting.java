package org.letterlock.admin.shell.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.ComponentSettings;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.SettingChanges;

/** {@code setting:set}. */
@Service
@Command(
        scope = "setting",
        name = "set",
        description =
                "PID KEY VALUE: changes a setting, at once and for good; --stdin instead of the value reads it from"
                        + " standard input, as secrets need")
public final class SetSetting extends SettingsCommand {

    private static final String FROM_INPUT = "--stdin";

    @Override
    ComponentSettings run(GatewayAdmin gateway, String pid, List<String> rest) throws AdminException, CommandException {
        if (rest.size() != 2) {
            throw failure("give PID, key and value", null);
        }
        String key = rest.get(0);
        boolean fromInput = rest.get(1).equals(FROM_INPUT);
        if (!fromInput && SettingChanges.isSecret(key) && !rest.get(1).startsWith("$[")) {
            throw failure("give the value of " + key + " on standard input, with " + FROM_INPUT, null);
        }
        return gateway.changeSettings(pid, new SettingChanges(Map.of(key, fromInput ? read(key) : rest.get(1))));
    }

    private String read(String key) throws CommandException {
        char[] value = SecretInput.read(Objects.requireNonNull(session), key);
        try {
            return new String(value);
        } finally {
            Arrays.fill(value, '\0');
        }
    }
}
