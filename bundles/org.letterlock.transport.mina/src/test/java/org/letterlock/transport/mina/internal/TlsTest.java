package org.letterlock.transport.mina.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.Rule;
import org.junit.Test;

public class TlsTest {

    private static final TestTls TLS = TestTls.get();

    @Rule
    public final TestTransport transport = new TestTransport(Map.of("handshakeTimeoutSeconds", 1));

    private final LineProtocol protocol = transport.add(new LineProtocol("one"));

    private int port(String mode) {
        transport.get().add(TLS);
        return transport.port(mode);
    }

    @Test
    public void implicitShouldOpenTheHandlerAfterTheHandshake() throws IOException {
        try (Client client = Client.connectTls(port("implicit"))) {
            assertThat(client.hear()).isEqualTo("one ready secured");
            assertThat(client.ask("hello")).isEqualTo("hello");
            assertThat(protocol.onlySession().connection.tls().orElseThrow().getProtocol())
                    .isEqualTo("TLSv1.3");
            assertThat(protocol.onlySession().connection.canStartTls()).isFalse();
            assertThat(client.ask("QUIT")).isEqualTo("bye");
            assertThat(client.atEnd()).isTrue();
        }
        await().untilAsserted(() -> assertThat(protocol.onlySession().closed).hasValue(1));
    }

    @Test
    public void upgradeShouldSecureTheConnection() throws IOException {
        try (Client client = Client.connect(port("upgrade"))) {
            client.hear();
            LineProtocol.Session session = protocol.onlySession();
            assertThat(session.connection.canStartTls()).isTrue();
            assertThat(client.ask("STARTTLS")).isEqualTo("go");
            client.secure(TLS.clientSockets());
            assertThat(client.ask("hello")).isEqualTo("hello");
            assertThat(session.connection.tls()).isPresent();
            assertThat(session.connection.canStartTls()).isFalse();
            assertThatThrownBy(() -> session.connection.startTls(ByteBuffer.allocate(1)))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    public void upgradeShouldNotBeOfferedWithoutCertificateOrWhereItIsOff() throws IOException {
        int upgrade = port("upgrade");
        int none = transport.port("none");
        try (Client first = Client.connect(upgrade)) {
            first.hear();
            assertThat(protocol.sessions.get(0).connection.canStartTls()).isTrue();
            transport.get().remove(TLS);
            assertThat(protocol.sessions.get(0).connection.canStartTls()).isFalse();
        }
        try (Client second = Client.connect(none)) {
            second.hear();
            assertThat(protocol.sessions.get(1).connection.canStartTls()).isFalse();
        }
    }

    @Test
    public void octetsInClearBehindTheCommandShouldEndTheConnection() throws IOException {
        try (Client client = Client.connect(port("upgrade"))) {
            client.hear();
            // As a protocol does that must think before it answers: it reads no more, and answers on another thread.
            client.say("HOLD");
            LineProtocol.Session session = protocol.onlySession();
            await().until(() -> session.lines.contains("HOLD"));
            client.say("injected");
            await().until(() -> !transport.onlyConnection().isReading());
            session.connection.startTls(ByteBuffer.wrap("go\r\n".getBytes(StandardCharsets.US_ASCII)));
            assertThat(client.hear()).isEmpty();
            await().untilAsserted(() -> assertThat(session.closed).hasValue(1));
            assertThat(session.lines).containsExactly("HOLD");
        }
    }

    @Test
    public void octetsInClearInsteadOfTheHandshakeShouldEndTheConnection() throws IOException {
        try (Client client = Client.connect(port("upgrade"))) {
            client.hear();
            assertThat(client.ask("STARTTLS")).isEqualTo("go");
            client.say("injected");
            LineProtocol.Session session = protocol.onlySession();
            await().untilAsserted(() -> assertThat(session.closed).hasValue(1));
            assertThat(session.lines).containsExactly("STARTTLS");
            assertThat(session.connection.tls()).isEmpty();
        }
    }

    @Test
    public void octetsInClearOnAnImplicitPortShouldEndTheConnection() throws IOException {
        try (Client client = Client.connect(port("implicit"))) {
            client.say("EHLO plain");
            // An alert may come, an answer never.
            assertThat(client.hear()).doesNotContain("ready");
            await().until(() -> transport.get().connections().isEmpty());
            assertThat(protocol.sessions).isEmpty();
        }
    }

    @Test
    public void handshakeShouldEndInTime() throws IOException {
        try (Client client = Client.connect(port("implicit"))) {
            assertThat(client.atEnd()).isTrue();
            assertThat(protocol.sessions).isEmpty();
        }
    }

    @Test
    public void renegotiationShouldBeRefused() throws IOException {
        TestTls old = TestTls.only("TLSv1.2");
        transport.get().add(old);
        try (Client client = Client.connect(transport.port("implicit"))) {
            SSLSocket socket = client.secure(old.clientSockets());
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
            assertThat(client.hear()).isEqualTo("one ready secured");
            assertThat(client.ask("before")).isEqualTo("before");
            assertThatThrownBy(() -> {
                        socket.startHandshake();
                        client.ask("after");
                    })
                    .isInstanceOf(IOException.class);
            await().untilAsserted(
                            () -> assertThat(protocol.onlySession().closed).hasValue(1));
        }
    }

    @Test
    public void protocolVersionThatIsOffShouldBeRefused() throws IOException {
        TestTls strict = TestTls.only("TLSv1.3");
        transport.get().add(strict);
        try (Client client = Client.connect(transport.port("implicit"))) {
            SSLSocket socket = client.tls(strict.clientSockets());
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThatThrownBy(socket::startHandshake).hasMessageContaining("protocol_version");
        }
    }

    @Test
    public void clientOfAnotherProtocolShouldBeRefused() throws IOException {
        int port = port("implicit");
        try (Client client = Client.connect(port)) {
            assertThatThrownBy(() -> offer(client, "h2", "http/1.1")).hasMessageContaining("no_application_protocol");
        }
        try (Client client = Client.connect(port)) {
            assertThat(offer(client, "h2", "smtp").getApplicationProtocol()).isEqualTo("smtp");
            assertThat(client.hear()).isEqualTo("one ready secured");
        }
    }

    private static SSLSocket offer(Client client, String... protocols) throws IOException {
        SSLSocket socket = client.tls(TLS.clientSockets());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    @Test
    public void clientShouldBeAskedForACertificateOnlyWhereTheListenerSaysSo() throws IOException {
        transport.get().add(TLS);
        for (String ask : new String[] {"ask", "none"}) {
            int port = TestTransport.port(transport.open("implicit", Map.of("clientCertificates", ask)));
            try (Client client = Client.connectTls(port)) {
                assertThat(client.hear()).isEqualTo("one ready secured");
                assertThat(client.socket() instanceof SSLSocket socket
                                && socket.getSession().getLocalCertificates() != null)
                        .isEqualTo(ask.equals("ask"));
            }
        }
        assertThat(protocol.sessions.get(0).connection.clientNames()).containsExactly("CN=localhost");
        assertThat(protocol.sessions.get(1).connection.clientNames()).isEmpty();
    }

    @Test
    public void clientWithoutACertificateShouldBeServed() throws IOException {
        transport.get().add(TLS);
        int port = TestTransport.port(transport.open("upgrade", Map.of("clientCertificates", "ask")));
        try (Client client = Client.connect(port)) {
            client.hear();
            assertThat(client.ask("STARTTLS")).isEqualTo("go");
            client.secure(TLS.anonymousClient());
            assertThat(client.ask("hello")).isEqualTo("hello");
            assertThat(protocol.onlySession().connection.clientNames()).isEmpty();
        }
        try (Client client = Client.connect(port)) {
            client.hear();
            assertThat(protocol.sessions.get(1).connection.clientNames()).isEmpty();
            assertThat(client.ask("STARTTLS")).isEqualTo("go");
            client.secure(TLS.clientSockets());
            assertThat(client.ask("hello")).isEqualTo("hello");
            assertThat(protocol.sessions.get(1).connection.clientNames()).containsExactly("CN=localhost");
        }
    }

    @Test
    public void newCertificateShouldServeNewConnections() throws IOException {
        int port = port("implicit");
        try (Client old = Client.connectTls(port)) {
            old.hear();
            TestTls renewed = TestTls.only("TLSv1.3");
            transport.get().add(renewed);
            transport.get().remove(TLS);
            try (Client client = Client.connect(port)) {
                client.secure(renewed.clientSockets());
                assertThat(client.hear()).isEqualTo("one ready secured");
            }
            assertThat(old.ask("still")).isEqualTo("still");
        }
    }
}
