package org.letterlock.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.itests.client.Eventually.eventually;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.letterlock.itests.client.TlsLines;

/** Settings, ports and folders that cannot be used. */
public class BadInputIT {

    @Rule
    public final Gateway gateway = new Gateway();

    @Rule
    public final GatewayLog log = new GatewayLog(gateway);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void startShouldStopWithOneLineWhereTheDataFolderIsOfAnotherVersion() throws IOException {
        Path data = folder.newFolder().toPath();
        Files.writeString(data.resolve("format"), "letterlock-data 7\n");

        startShouldStop(data, "is of another version: 'letterlock-data 7'");
    }

    @Test
    public void startShouldStopWithOneLineWhereTheDataFolderCannotBeWritten() throws IOException {
        startShouldStop(Path.of("/proc/letterlock"), "cannot be made");
        startShouldStop(folder.newFile().toPath(), "is no folder");
    }

    private void startShouldStop(Path data, String why) throws IOException {
        gateway.environment("LETTERLOCK_DATA", data.toString());
        for (Gateway.Result result : new Gateway.Result[] {
            gateway.command("start"), gateway.script("start"), gateway.script("karaf", "server")
        }) {
            assertThat(result.status()).isEqualTo(1);
            assertThat(result.out() + result.err()).contains(data.toString()).contains(why);
            assertThat((result.out() + result.err()).lines()).hasSize(1);
        }
    }

    @Test
    public void unusableSettingAndPortInUseShouldBeNamedWhileTheRestRuns() throws Exception {
        Path smtp = gateway.home().resolve("etc/org.letterlock.smtp.server.cfg");
        Files.writeString(smtp, Files.readString(smtp) + "maxRecipients = many\n");
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            gateway.environment("LETTERLOCK_POP3_PORT", String.valueOf(other.getLocalPort()));
            gateway.script("start");

            eventually(() -> {
                String status = gateway.command("status", "--json").out();
                assertThat(status)
                        .contains("\"ready\":false")
                        .contains("org.letterlock.smtp.server: maxRecipients: 'many' is not a whole number")
                        .contains(other.getLocalPort() + " is in use");
            });
            try (TlsLines pop3 = gateway.mailProgram().pop3()) {
                pop3.expect("+OK", "");
            }
        }
    }
}
