package org.letterlock.transport.mina.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;

public class ProxyProtocolTest {

    private static final String HEADER = "PROXY TCP4 192.0.2.9 198.51.100.7 12345 25\r\n";
    private static final String OTHER = "PROXY TCP6 2001:db8::9 2001:db8::7 12345 25\r\n";

    @Rule
    public final TestTransport transport = new TestTransport(Map.of("maxConnections", 5));

    private final LineProtocol protocol = transport.add(new LineProtocol("one"));

    private int port(String tls, Map<String, Object> changes) {
        transport.get().add(TestTls.get());
        Map<String, Object> all = new HashMap<>(changes);
        all.putIfAbsent("proxyProtocolPeers", "10.0.0.0/8, 127.0.0.0/8");
        return TestTransport.port(transport.open(tls, all));
    }

    private LineProtocol.Session session(int i) {
        return protocol.sessions.get(i);
    }

    @Test
    public void protocolShouldSeeTheClient() throws IOException {
        try (Client client = Client.connect(port("upgrade", Map.of())).sayRaw(HEADER)) {
            assertThat(client.hear()).isEqualTo("one ready");
            assertThat(session(0).connection.remoteAddress()).hasToString("/192.0.2.9:12345");
            assertThat(session(0).connection.localAddress()).hasToString("/198.51.100.7:25");
            assertThat(client.ask("hello")).isEqualTo("hello");
            assertThat(session(0).lines).containsExactly("hello");
            assertThat(client.ask("STARTTLS")).isEqualTo("go");
            client.secure(TestTls.get().clientSockets());
            assertThat(client.ask("again")).isEqualTo("again");
        }
    }

    @Test
    public void nothingShouldBeSaidBeforeTheHeaderIsComplete() throws IOException {
        try (Client client = Client.connect(port("none", Map.of()))) {
            client.socket().setTcpNoDelay(true);
            for (int i = 0; i < HEADER.length() - 1; i++) {
                client.sayRaw(HEADER.substring(i, i + 1));
            }
            await().until(() -> transport.status("none").waiting() == 1);
            assertThat(transport.status("none").connections()).isEqualTo(1);
            assertThat(client.in().available()).isZero();
            assertThat(protocol.sessions).isEmpty();
            client.sayRaw("\n");
            assertThat(client.hear()).isEqualTo("one ready");
            assertThat(transport.status("none").connections()).isEqualTo(1);
            assertThat(transport.status("none").waiting()).isZero();
        }
    }

    @Test
    public void octetsBehindTheHeaderShouldBeThePeers() throws IOException {
        try (Client client = Client.connect(port("none", Map.of())).sayRaw(HEADER + "hello\r\nagain\r\n")) {
            assertThat(client.hear()).isEqualTo("one ready");
            assertThat(client.hear()).isEqualTo("hello");
            assertThat(client.hear()).isEqualTo("again");
        }
    }

    @Test
    public void headerShouldComeBeforeTheHandshake() throws IOException {
        int port = port("implicit", Map.of());
        try (Client client = Client.connect(port).sayRaw("\r\n\r\n\0\r\nQUIT\n \0\0\0")) {
            client.secure(TestTls.get().clientSockets());
            assertThat(client.hear()).isEqualTo("one ready secured");
            assertThat(session(0).connection.remoteAddress())
                    .isEqualTo(client.socket().getLocalSocketAddress());
        }
        try (Client client = Client.connect(port).sayRaw(HEADER)) {
            client.secure(TestTls.get().clientSockets());
            assertThat(client.hear()).isEqualTo("one ready secured");
            assertThat(session(1).connection.remoteAddress()).hasToString("/192.0.2.9:12345");
        }
    }

    @Test
    public void headerOfAnybodyElseShouldBeOctetsForTheProtocol() throws IOException {
        int port = port("none", Map.of("proxyProtocolPeers", "192.0.2.0/24"));
        try (Client client = Client.connect(port)) {
            assertThat(client.hear()).isEqualTo("one ready");
            assertThat(client.ask(HEADER.strip())).isEqualTo(HEADER.strip());
            assertThat(session(0).connection.remoteAddress())
                    .isEqualTo(client.socket().getLocalSocketAddress());
        }
    }

    @Test
    public void malformedHeaderShouldEndTheConnection() throws IOException {
        int port = port("none", Map.of());
        for (String header : new String[] {"EHLO x\r\n", "PROXY TCP4 secret\r\n", "\u0016\u0003\u0001"}) {
            try (Client client = Client.connect(port).sayRaw(header)) {
                assertThat(isCut(client)).isTrue();
            }
        }
        await().until(() -> transport.status("none").connections() == 0);
        assertThat(protocol.sessions).isEmpty();
    }

    @Test
    public void missingHeaderShouldEndTheConnectionInTime() throws IOException {
        int port = port("none", Map.of("proxyHeaderTimeoutSeconds", 1));
        try (Client client = Client.connect(port).sayRaw("PROXY TCP4 ")) {
            assertThat(isCut(client)).isTrue();
        }
        await().until(() -> transport.status("none").connections() == 0);
    }

    @Test
    public void clientsShouldBeCountedAndNotTheLoadBalancer() throws IOException {
        int port = port("none", Map.of("maxConnectionsPerAddress", 1));
        try (Client first = Client.connect(port).sayRaw(HEADER);
                Client another = Client.connect(port).sayRaw(OTHER)) {
            assertThat(first.hear()).isEqualTo("one ready");
            assertThat(another.hear()).isEqualTo("one ready");
            try (Client second = Client.connect(port).sayRaw(HEADER + "hello\r\n")) {
                assertThat(second.hear()).startsWith("421 4.7.0 ");
            }
            assertThat(transport.status("none").refused()).isEqualTo(1);
            assertThat(transport.status("none").connections()).isEqualTo(2);
        }
        await().until(() -> transport.status("none").connections() == 0);
        try (Client again = Client.connect(port).sayRaw(HEADER)) {
            assertThat(again.hear()).isEqualTo("one ready");
        }
    }

    @Test
    public void connectionsWithoutAHeaderShouldCountInAll() throws IOException {
        int port = port("none", Map.of("maxConnections", 1));
        try (Client silent = Client.connect(port)) {
            await().until(() -> transport.status("none").waiting() == 1);
            try (Client client = Client.connect(port)) {
                assertThat(client.hear()).startsWith("421 4.7.0 ");
            }
            silent.sayRaw(HEADER);
            assertThat(silent.hear()).isEqualTo("one ready");
        }
        await().until(() -> transport.status("none").connections() == 0);
        for (int i = 0; i < 10; i++) {
            // Neither a check of the port alone, nor a refusal, nor a bad header may keep a place.
            Client.connect(port).close();
            await().until(() -> transport.status("none").connections() == 0);
            try (Client bad = Client.connect(port).sayRaw("x")) {
                assertThat(isCut(bad)).isTrue();
            }
            await().until(() -> transport.status("none").connections() == 0);
        }
        try (Client client = Client.connect(port).sayRaw(HEADER)) {
            assertThat(client.hear()).isEqualTo("one ready");
        }
    }

    @Test
    public void closedListenerShouldNotWaitForHeaders() throws IOException {
        Listener listener = transport.open("none", Map.of("proxyProtocolPeers", "127.0.0.1"));
        try (Client client = Client.connect(TestTransport.port(listener))) {
            await().until(() -> transport.status("none").waiting() == 1);
            transport.get().close(listener);
            assertThat(isCut(client)).isTrue();
        }
    }

    /** Octets that were not read may make a reset of the end. */
    private static boolean isCut(Client client) {
        try {
            return client.atEnd();
        } catch (IOException e) {
            return e.getMessage() != null && e.getMessage().contains("reset");
        }
    }
}
