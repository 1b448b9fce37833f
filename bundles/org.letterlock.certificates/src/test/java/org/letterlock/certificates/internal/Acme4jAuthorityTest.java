package org.letterlock.certificates.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;

/** Servers that are none; a real one is in itests/acme. */
public class Acme4jAuthorityTest {

    @Rule
    public final Gateway gateway = new Gateway();

    @Test
    public void serverThatIsNotThereShouldBeSaid() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertFails(port, Map.of(), "https://localhost:" + port + "/dir cannot be reached: it accepts no connection");
    }

    @Test
    public void serverThatIsNotBelievedShouldBeSaid() throws Exception {
        Certificates certificates = gateway.start(Map.of());
        try (TlsListener listener = new TlsListener(certificates)) {
            int port;
            try (Socket socket = listener.connect()) {
                port = socket.getPort();
            }
            assertFails(port, Map.of(), "unable to find valid certification path");
            String ca = gateway.tls().resolve("ca.pem").toString();
            assertFails(port, Map.of("directoryCaFile", ca + "x"), "directoryCaFile: " + ca + "x does not exist");
        }
    }

    private void assertFails(int port, Map<String, Object> changes, String reason) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "dataDirectory", gateway.data().toString(),
                "port", "5002",
                "bindAddress", "127.0.0.1",
                "directory", "https://localhost:" + port + "/dir",
                "names", "mail.example.com",
                "termsAgreed", "true"));
        properties.putAll(changes);
        AcmeAuthority authority = new Acme4jAuthority(AcmeSettings.of(properties));
        HttpChallenges challenges = new HttpChallenges(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        AcmeFailedException e = catchThrowableOfType(
                AcmeFailedException.class, () -> authority.issue(List.of("mail.example.com"), challenges));
        assertThat(e).isNotNull();
        assertThat(e.getMessage()).contains(reason);
    }
}
