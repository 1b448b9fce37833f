package org.letterlock.transport.mina.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.letterlock.transport.api.HandshakeObserver;

public class HandshakeObserverTest {

    private static final TestTls TLS = TestTls.get();

    @Rule
    public final TestTransport transport = new TestTransport(Map.of("handshakeTimeoutSeconds", 1));

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final HandshakeObserver observer = (listener, duration, outcome) -> {
        assertThat(duration).isGreaterThan(Duration.ZERO);
        told.add(listener + " " + outcome);
    };

    @Before
    public void listen() {
        transport.add(new LineProtocol("one"));
        transport.get().add(TLS);
        transport.get().handshakeObservers().add((listener, duration, outcome) -> {
            throw new IllegalStateException("on purpose");
        });
        transport.get().handshakeObservers().add(observer);
    }

    @Test
    public void handshakeShouldBeToldOnceWhenItSucceeds() throws IOException {
        try (Client client = Client.connectTls(transport.port("implicit"))) {
            assertThat(client.hear()).isEqualTo("one ready secured");
            assertThat(told).containsExactly("implicit ESTABLISHED");
            client.ask("QUIT");
        }
        await().until(() -> transport.get().connections().isEmpty());
        assertThat(told).hasSize(1);
    }

    @Test
    public void handshakeShouldBeToldWhenTheClientSpeaksNoTls() throws IOException {
        try (Client client = Client.connect(transport.port("upgrade"))) {
            client.hear();
            client.ask("STARTTLS");
            client.say("EHLO client.example");
            await().untilAsserted(() -> assertThat(told).containsExactly("upgrade FAILED"));
        }
        await().until(() -> transport.get().connections().isEmpty());
        assertThat(told).hasSize(1);
    }

    @Test
    public void handshakeShouldBeToldWhenTheClientGoesOrIsSilent() throws IOException {
        int port = transport.port("implicit");
        Client.connect(port).close();
        await().untilAsserted(() -> assertThat(told).containsExactly("implicit CUT"));
        try (Client silent = Client.connect(port)) {
            assertThat(silent.atEnd()).isTrue();
        }
        await().untilAsserted(() -> assertThat(told).containsExactly("implicit CUT", "implicit CUT"));
    }

    @Test
    public void nobodyShouldBeToldOfAConnectionInClearOrAfterItLeft() throws IOException {
        try (Client client = Client.connect(transport.port("none"))) {
            client.hear();
        }
        transport.get().handshakeObservers().remove(observer);
        try (Client client = Client.connectTls(transport.port("implicit"))) {
            client.hear();
        }
        await().until(() -> transport.get().connections().isEmpty());
        assertThat(told).isEmpty();
    }
}
