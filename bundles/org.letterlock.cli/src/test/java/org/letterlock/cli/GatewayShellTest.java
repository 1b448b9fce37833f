package org.letterlock.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class GatewayShellTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void firstStartShouldBeAskedForWhenThereIsNoKey() {
        assertThatThrownBy(() -> GatewayShell.open(installation()))
                .hasMessageStartingWith("no gateway was started here yet")
                .extracting(problem -> ((CliException) problem).status())
                .isEqualTo(CliException.NOT_RUNNING);
    }

    @Test
    public void keyThatCannotBeReadShouldBeTheOwners() throws Exception {
        Path key = installation().clientKey();
        Files.createDirectory(installation().etc());
        // A file without permissions would be readable where tests run as root.
        Files.createSymbolicLink(key, key);
        assertThatThrownBy(() -> GatewayShell.open(installation()))
                .hasMessage("only the owner of the installation may do that: " + key + " cannot be read")
                .extracting(problem -> ((CliException) problem).status())
                .isEqualTo(CliException.FAILED);
    }

    private Installation installation() {
        Path home = folder.getRoot().toPath();
        return Scripts.unpacked(home, home.resolve("letterlock-data"));
    }
}
