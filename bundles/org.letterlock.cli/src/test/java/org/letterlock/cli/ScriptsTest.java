package org.letterlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
    public void commandsShouldLookInTheDataFolderOfTheStart() throws Exception {
        Path other = scripts.home().resolveSibling("other data");
        Map<String, String> environment = Map.of("LETTERLOCK_DATA", other.toString());
        assertThat(scripts.run(Map.of(), "status").text()).contains(dataOption(standard()));
        assertThat(scripts.run(environment, "start").text()).contains("started", dataOption(other));
        assertThat(scripts.run(Map.of(), "status").text()).contains(dataOption(other));
        assertThat(scripts.run(Map.of("LETTERLOCK_DATA", "/x"), "status").text())
                .contains(dataOption(Path.of("/x")));
    }

    @Test
    public void startShouldStopWhenItWouldForgetTheDataFolder() throws Exception {
        Path other = scripts.home().resolveSibling("other");
        scripts.run(Map.of("LETTERLOCK_DATA", other.toString()), "start");
        Scripts.Result forgetful = scripts.run(Map.of(), "start");
        assertThat(forgetful.status()).isEqualTo(1);
        assertThat(forgetful.text())
                .isEqualTo("letterlock: the last start was with LETTERLOCK_DATA=" + other + ": set it again, or to "
                        + standard() + "\n");
        assertThat(standard()).doesNotExist();

        assertThat(scripts.run(Map.of("LETTERLOCK_DATA", standard().toString()), "start")
                        .status())
                .isZero();
        assertThat(scripts.run(Map.of(), "start").text()).contains("started", dataOption(standard()));
    }

    private Path standard() throws IOException {
        return scripts.home().resolve("letterlock-data");
    }

    private static String dataOption(Path folder) {
        return "-Dletterlock.data=" + folder + " ";
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

    @Test
    public void placesOfKarafsVariablesShouldBeTakenForAll() throws Exception {
        Path other = scripts.home().resolveSibling("other places");
        Map<String, String> environment = Map.of(
                "KARAF_BASE", other.resolve("base").toString(),
                "KARAF_ETC", scripts.home().resolve("etc").toString(),
                "KARAF_DATA", other.resolve("cache").toString(),
                "KARAF_LOG", other.resolve("log").toString());
        Files.createDirectories(other.resolve("base"));

        assertThat(scripts.run(environment, "start").text())
                .contains(
                        "started",
                        "-Dletterlock.base=" + other.resolve("base") + " ",
                        "-Dletterlock.etc=" + scripts.home().resolve("etc") + " ",
                        "-Dletterlock.log=" + other.resolve("log") + " ");
        assertThat(other.resolve("base").resolve("karaf.ssh-port")).hasContent("8101");
        assertThat(other.resolve("log").resolve("console.log")).exists();
        assertThat(other.resolve("cache")).isDirectory();
        assertThat(scripts.home().resolve("data")).doesNotExist();
        assertThat(scripts.home().resolve("karaf.ssh-port")).doesNotExist();
    }

    @Test
    public void packageShouldSayWhereThingsLie() throws Exception {
        Path data = scripts.home().resolveSibling("mail");
        scripts.places("LETTERLOCK_DEFAULT_DATA=" + data + "\nKARAF_LOG=/var/log/x\n");
        assertThat(scripts.run(Map.of(), "status").text()).contains(dataOption(data), "-Dletterlock.log=/var/log/x ");
    }

    @Test
    public void gatewayOfAPackageShouldRunAsItsUserOnly() throws Exception {
        scripts.places("LETTERLOCK_USER=somebody\nLETTERLOCK_SERVICE=x.service\n");
        Scripts.Result result = scripts.karafStart();
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.text())
                .startsWith("letterlock: it runs as somebody, and this is ")
                .endsWith(": systemctl start x.service\n")
                .hasLineCount(1);
        assertThat(standard()).doesNotExist();
    }

    @Test
    public void startShouldSayThatTooFewFilesMayBeOpen() throws Exception {
        String few = "letterlock: no more than 512 files may be open at a time; 4000 connections want 10000";
        assertThat(scripts.runWithFiles(512, "start").text()).contains(few, "started");
        assertThat(scripts.runWithFiles(10000, "start").text())
                .contains("started")
                .doesNotContain("files may be open");
    }
}
