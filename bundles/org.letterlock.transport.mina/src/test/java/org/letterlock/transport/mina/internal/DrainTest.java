package org.letterlock.transport.mina.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.letterlock.transport.api.ListenerStatus.State;

public class DrainTest {

    private static final TestTls TLS = TestTls.get();

    @Rule
    public final TestTransport transport = new TestTransport(Map.of("drainGraceSeconds", 0, "waitSeconds", 300));

    private final LineProtocol protocol = new LineProtocol("one");

    @Test
    public void newConnectionsShouldGetATemporaryErrorAtOpenPorts() throws IOException {
        transport.get().add(TLS);
        transport.add(protocol);
        int smtp = transport.port("upgrade");
        int smtps = transport.port("implicit");
        // Nobody waits for its protocol, which is away.
        int pop3 = TestTransport.port(transport.open("none", Map.of("protocol", "pop3")));
        transport.get().drain();
        assertThat(transport.get().isDraining()).isTrue();
        try (Client a = Client.connect(smtp);
                Client b = Client.connect(pop3);
                Client c = Client.connectTls(smtps)) {
            assertThat(a.hear()).startsWith("421 4.3.2 ");
            assertThat(a.atEnd()).isTrue();
            assertThat(b.hear()).startsWith("-ERR [SYS/TEMP] ");
            assertThat(b.atEnd()).isTrue();
            assertThat(c.hear()).startsWith("421 4.3.2 ");
            assertThat(c.atEnd()).isTrue();
        }
        assertThat(protocol.sessions).isEmpty();
        assertThat(transport.status("upgrade").state()).isEqualTo(State.ACCEPTING);
    }

    @Test
    public void implicitTlsShouldBeCutWhileThereIsNoCertificate() throws IOException {
        transport.add(protocol);
        int smtps = transport.port("implicit");
        transport.get().drain();
        try (Client client = Client.connect(smtps)) {
            assertThat(client.atEnd()).isTrue();
        }
    }

    @Test
    public void whoWaitsShouldBeTurnedAwayToo() throws IOException {
        try (Client client = Client.connect(transport.port("none"))) {
            await().until(() -> transport.status("none").waiting() == 1);
            transport.get().drain();
            assertThat(client.hear()).startsWith("421 4.3.2 ");
            assertThat(client.atEnd()).isTrue();
        }
    }

    @Test
    public void sessionsShouldFinishHoweverLongTheyNeed() throws IOException {
        transport.add(protocol);
        try (Client client = Client.connect(transport.port("none"))) {
            assertThat(client.hear()).isEqualTo("one ready");
            transport.get().drain();
            transport.get().drain();
            await().untilAsserted(
                            () -> assertThat(protocol.onlySession().drained).hasValue(1));
            // The grace of a listener that goes would be over with the first of them.
            int ticks = protocol.onlySession().ticks.get();
            await().until(() -> protocol.onlySession().ticks.get() >= ticks + 2);
            assertThat(client.ask("still")).isEqualTo("still");
            assertThat(transport.status("none").connections()).isEqualTo(1);
            assertThat(transport.status("none").waiting()).isZero();
            assertThat(client.ask("QUIT")).isEqualTo("bye");
            assertThat(client.atEnd()).isTrue();
        }
        assertThat(protocol.onlySession().drained).hasValue(1);
    }

    @Test
    public void protocolThatGoesShouldStillCutItsSessions() throws IOException {
        transport.add(protocol);
        try (Client client = Client.connect(transport.port("none"))) {
            client.hear();
            transport.get().drain();
            transport.get().remove(protocol);
            assertThat(client.atEnd()).isTrue();
        }
    }

    @Test
    public void resumeShouldServeNewConnectionsAndLetTheOthersFinish() throws IOException {
        transport.add(protocol);
        int port = transport.port("none");
        try (Client old = Client.connect(port)) {
            old.hear();
            transport.get().drain();
            try (Client refused = Client.connect(port)) {
                assertThat(refused.hear()).startsWith("421 4.3.2 ");
            }
            transport.get().resume();
            assertThat(transport.get().isDraining()).isFalse();
            try (Client next = Client.connect(port)) {
                assertThat(next.hear()).isEqualTo("one ready");
                assertThat(protocol.sessions.get(1).drained).hasValue(0);
            }
            assertThat(old.ask("QUIT")).isEqualTo("bye");
        }
    }
}
