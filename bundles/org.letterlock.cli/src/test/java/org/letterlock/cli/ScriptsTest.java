package org.letterlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;

public class ScriptsTest {

    @Rule
    public final Scripts scripts = new Scripts();

    @Test
    public void javaShouldReadUtf8InAnyLocale() throws Exception {
        assertThat(scripts.run(Map.of("LC_ALL", "C"), "status").text()).startsWith("charmap=UTF-8 ");
        assertThat(scripts.run(Map.of("LANG", "C"), "status").text()).startsWith("charmap=UTF-8 ");
    }

    @Test
    public void startShouldLeaveNothingWhenTheDataFolderIsAnothers() throws Exception {
        Path data = Path.of("/etc");
        // An own folder for whoever owns that one: root gives one of its own away.
        if (Files.getOwner(data).equals(Files.getOwner(scripts.home()))) {
            data = Files.createDirectory(scripts.home().resolve("others"));
            Files.createFile(data.resolve("format"));
            Files.setOwner(
                    data, data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        }
        Scripts.Result result = scripts.run(Map.of("LETTERLOCK_DATA", data.toString()), "start");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.text())
                .startsWith("letterlock: the data folder " + data + " belongs to ")
                .hasLineCount(1);
        assertThat(scripts.home().resolve("data")).doesNotExist();
    }
}
