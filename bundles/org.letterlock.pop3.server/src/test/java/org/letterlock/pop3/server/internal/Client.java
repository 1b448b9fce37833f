package org.letterlock.pop3.server.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.letterlock.testkit.transport.LoopbackConnection;
import org.letterlock.transport.api.ListenerInfo;
import org.letterlock.transport.api.ListenerInfo.TlsMode;
import org.letterlock.transport.api.ProtocolHandlerFactory;

/** A client above a loopback connection. */
final class Client {

    final LoopbackConnection connection;
    private final StringBuilder said = new StringBuilder();
    private long now;

    Client(ProtocolHandlerFactory server, TlsMode tls) {
        connection = new LoopbackConnection(new ListenerInfo("test", "pop3", tls, Map.of()), server::newHandler);
    }

    static Client loggedIn(ProtocolHandlerFactory server) {
        Client client = new Client(server, TlsMode.IMPLICIT);
        client.login("right");
        assertThat(client.take()).contains("messages (");
        return client;
    }

    Client login(String password) {
        assertThat(take()).startsWith("+OK ");
        send("USER mbx", "PASS " + password);
        return this;
    }

    void send(String... lines) {
        connection.receive(String.join("\r\n", lines) + "\r\n");
    }

    /** What the server said since the last call. */
    synchronized String take() {
        connection.takeSent().forEach(said::append);
        String text = said.toString();
        said.setLength(0);
        return text;
    }

    /** What the server says until the end is this. */
    String takeUntil(String end) {
        await().until(() -> {
            synchronized (this) {
                connection.takeSent().forEach(said::append);
                return said.length() >= end.length() && said.indexOf(end, said.length() - end.length()) >= 0;
            }
        });
        return take();
    }

    void tick(int seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
        connection.tick(now);
    }
}
