package org.letterlock.transport.mina.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Test;
import org.osgi.framework.Version;

public class TransportStopTest {

    private final Transport transport = new Transport(TransportSettings.of(
            TestTransport.with(TransportSettings.Config.class, Map.of("shutdownGraceSeconds", 1, "ioThreads", 2))));

    private final LineProtocol protocol = new LineProtocol("one");

    @Test
    public void stopShouldLeaveNothingBehind() throws IOException {
        transport.add("smtp", new Version(1, 0, 0), protocol);
        transport.add(TestTls.get());
        int port = TestTransport.port(transport.open(TestTransport.listener("a", "none", Map.of())));
        int tlsPort = TestTransport.port(transport.open(TestTransport.listener("b", "implicit", Map.of())));
        int waitingPort =
                TestTransport.port(transport.open(TestTransport.listener("c", "none", Map.of("protocol", "pop3"))));
        try (Client client = Client.connect(port);
                Client secured = Client.connectTls(tlsPort);
                Client waiting = Client.connect(waitingPort)) {
            client.hear();
            secured.hear();
            await().until(() -> transport.connections().size() == 3);
            assertThat(threads()).contains("letterlock-io-1", "letterlock-io-2", "letterlock-accept-a");
            transport.stop();
            assertThat(threads()).isEmpty();
            assertThat(waiting.hear()).startsWith("-ERR [SYS/TEMP]");
            assertThat(client.atEnd()).isTrue();
            assertThat(protocol.sessions).hasSize(2).allSatisfy(session -> {
                assertThat(session.drained).hasValue(1);
                assertThat(session.closed).hasValue(1);
            });
            assertThatThrownBy(() -> Client.connect(port)).isInstanceOf(ConnectException.class);
            assertThatThrownBy(() -> Client.connect(tlsPort)).isInstanceOf(ConnectException.class);
        }
        assertThat(transport.status()).isEmpty();
    }

    @Test
    public void stopShouldWorkWhenNothingWasOpened() {
        transport.stop();
        assertThat(threads()).isEmpty();
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("letterlock-") || name.startsWith("Nio") || name.startsWith("ssl-exec"))
                .collect(Collectors.toSet());
    }
}
