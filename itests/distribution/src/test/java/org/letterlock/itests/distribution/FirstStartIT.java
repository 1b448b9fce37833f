package org.letterlock.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.util.Properties;
import org.apache.sshd.common.SshException;
import org.junit.Rule;
import org.junit.Test;

/** What the first start takes from its surroundings. */
public class FirstStartIT {

    private static final String PASSWORD = "correct horse $battery";

    @Rule
    public final Gateway gateway = new Gateway();

    @Rule
    public final GatewayLog log = new GatewayLog(gateway);

    @Test
    public void startShouldTakeThePasswordGivenAndConnectToNobody() throws IOException {
        try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            // Whatever the gateway wants from other machines goes to a proxy that never answers.
            String at = "Host=127.0.0.1 -D%1$sPort=" + proxy.getLocalPort() + " ";
            gateway.environment(
                    "EXTRA_JAVA_OPTS",
                    ("-DsocksProxy" + at).formatted("socksProxy")
                            + ("-Dhttp.proxy" + at).formatted("http.proxy")
                            + ("-Dhttps.proxy" + at).formatted("https.proxy"));
            gateway.environment("LETTERLOCK_ADMIN_PASSWORD", PASSWORD);

            Gateway.Result start = gateway.command("start");

            assertThat(start.status()).as(start.err()).isZero();
            assertThat(start.out()).contains("ready").doesNotContain(PASSWORD);
            proxy.setSoTimeout(1);
            assertThatThrownBy(proxy::accept).isInstanceOf(SocketTimeoutException.class);
        }
        assertThat(mavenSettings())
                .containsEntry("org.ops4j.pax.url.mvn.repositories", "")
                .containsEntry("org.ops4j.pax.url.mvn.useFallbackRepositories", "false");
        assertThat(gateway.data().resolve("initial-admin-password")).doesNotExist();
        assertThat(Ssh.execute(gateway.port("SSH"), "admin", PASSWORD, "gateway:status --json"))
                .contains("\"ready\":true");
        assertThatThrownBy(() -> Ssh.execute(gateway.port("SSH"), "admin", "wrong", "gateway:status"))
                .isInstanceOf(SshException.class);
    }

    private Properties mavenSettings() throws IOException {
        Properties settings = new Properties();
        try (Reader file = Files.newBufferedReader(gateway.home().resolve("etc/org.ops4j.pax.url.mvn.cfg"))) {
            settings.load(file);
        }
        return settings;
    }
}
