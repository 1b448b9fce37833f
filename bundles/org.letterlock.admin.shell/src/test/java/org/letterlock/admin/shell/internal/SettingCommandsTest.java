package org.letterlock.admin.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.support.CommandException;
import org.junit.Test;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.ComponentSettings;
import org.letterlock.admin.api.ComponentSettings.Item;
import org.letterlock.admin.api.SettingChanges;
import org.letterlock.admin.api.SettingsAdmin;

public class SettingCommandsTest {

    private static final ComponentSettings SMTP = new ComponentSettings(
            "listener~smtp",
            "listener",
            "A listener",
            "",
            List.of(new Item("port", "integer", false, List.of(), "TCP port.", "", "2525", "etc", false)));

    private final List<String> calls = new ArrayList<>();

    private final CommandRunner runner = new CommandRunner(new SettingsAdmin() {
        @Override
        public List<ComponentSettings> settings() {
            return List.of(SMTP);
        }

        @Override
        public ComponentSettings settings(String pid) throws AdminException {
            if (!pid.equals(SMTP.pid())) {
                throw new AdminException(AdminException.Reason.NOT_FOUND, "there is no component '" + pid + "'", null);
            }
            return SMTP;
        }

        @Override
        public ComponentSettings changeSettings(String pid, SettingChanges changes) {
            calls.add("change " + pid + " " + changes.values());
            return SMTP;
        }

        @Override
        public ComponentSettings createSettings(String factoryPid, String name, SettingChanges changes) {
            calls.add("create " + factoryPid + " " + name + " " + changes.values());
            return SMTP;
        }

        @Override
        public void deleteSettings(String pid) {
            calls.add("delete " + pid);
        }
    });

    @Test
    public void listShouldShowKeysValuesAndSources() throws CommandException {
        ListSettings all = new ListSettings();
        assertThat(runner.run(all)).contains("listener~smtp  A listener", "port | 2525  | etc");
        ListSettings one = new ListSettings();
        one.words = List.of("listener~smtp", "--json");
        assertThat(runner.run(one)).startsWith("[{\"pid\":\"listener~smtp\",\"factoryPid\":\"listener\"");
        ListSettings none = new ListSettings();
        none.words = List.of("x");
        assertThatThrownBy(() -> runner.run(none)).hasMessage("there is no component 'x'");
    }

    @Test
    public void setAndResetShouldChangeOneKey() throws CommandException {
        assertThat(runner.run(words(new SetSetting(), "listener~smtp", "port", "25")))
                .contains("2525");
        runner.run(words(new ResetSetting(), "listener~smtp", "port"));
        assertThat(calls).containsExactly("change listener~smtp {port=25}", "change listener~smtp {port=null}");
        assertThatThrownBy(() -> runner.run(words(new SetSetting(), "p", "k"))).hasMessage("give PID, key and value");
        assertThatThrownBy(() -> runner.run(words(new ResetSetting(), "p"))).hasMessage("give PID and key");
        assertThatThrownBy(() -> runner.run(new SetSetting()))
                .hasMessage("which component? give its PID; setting:list shows them");
    }

    @Test
    public void secretsShouldComeByStandardInput() throws CommandException {
        assertThatThrownBy(() -> runner.run(words(new SetSetting(), "p", "smtpPassword", "hidden")))
                .hasMessage("give the value of smtpPassword on standard input, with --stdin");
        runner.input = "hidden\n";
        runner.run(words(new SetSetting(), "p", "smtpPassword", "--stdin"));
        runner.run(words(new SetSetting(), "p", "smtpPassword", "$[env:SMTP_PASSWORD]"));
        assertThat(calls)
                .containsExactly("change p {smtpPassword=hidden}", "change p {smtpPassword=$[env:SMTP_PASSWORD]}");
    }

    @Test
    public void listenersShouldComeAndGo() throws CommandException {
        runner.run(words(new CreateSettings(), "listener", "second", "port=2526", "name=a=b", "--json"));
        DeleteSettings delete = new DeleteSettings();
        delete.words = List.of("listener~second");
        assertThat(runner.run(delete)).isEqualToIgnoringNewLines("listener~second is deleted");
        assertThat(calls).containsExactly("create listener second {port=2526, name=a=b}", "delete listener~second");
        assertThatThrownBy(() -> runner.run(words(new CreateSettings(), "listener", "x", "port")))
                .hasMessage("give settings as KEY=VALUE, not 'port'");
        assertThatThrownBy(() -> runner.run(new DeleteSettings())).hasMessage("give one PID");
    }

    private static SettingsCommand words(SettingsCommand command, String... words) {
        command.words = List.of(words);
        return command;
    }
}
