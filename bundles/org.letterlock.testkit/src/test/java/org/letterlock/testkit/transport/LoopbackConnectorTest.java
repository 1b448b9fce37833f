package org.letterlock.testkit.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSession;
import org.junit.Test;
import org.letterlock.transport.api.ConnectionHandler;
import org.letterlock.transport.api.OutboundConnection;
import org.letterlock.transport.api.OutboundFailure;
import org.letterlock.transport.api.OutboundFailure.Reason;
import org.letterlock.transport.api.OutboundHandler;
import org.letterlock.transport.api.Target;
import org.letterlock.transport.api.Target.Tls;

public class LoopbackConnectorTest {

    private final List<String> events = new ArrayList<>();
    private final LoopbackConnection client = new LoopbackConnection("smtp", connection -> new Recorder("client"));
    private final LoopbackConnector connector = new LoopbackConnector();
    private final OutboundConnection connection = connector.connect(
            new Target("Mail.Example.org", 587, Tls.UPGRADE, List.of()), client, c -> new Recorder("out"));
    private final LoopbackOutbound server = connector.take();

    /** Writes down what happens; takes one line of each delivery. */
    private final class Recorder implements ConnectionHandler, OutboundHandler {

        private final String name;

        Recorder(String name) {
            this.name = name;
        }

        @Override
        public void opened() {
            events.add(name + " opened");
        }

        @Override
        public void received(ByteBuffer data) {
            StringBuilder line = new StringBuilder();
            while (data.hasRemaining() && line.indexOf("\n") < 0) {
                line.append((char) data.get());
            }
            events.add(name + " " + line.toString().trim());
            if (line.toString().startsWith("220")) {
                connection.startTls();
            }
        }

        @Override
        public void secured(SSLSession session) {
            events.add(name + " secured");
        }

        @Override
        public void writable() {
            events.add(name + " writable");
        }

        @Override
        public void tick(long nanoTime) {
            events.add(name + " tick");
        }

        @Override
        public void drain() {
            events.add(name + " drain");
        }

        @Override
        public void failed(OutboundFailure failure) {
            events.add(name + " failed " + failure.reason());
        }

        @Override
        public void closed() {
            events.add(name + " closed");
        }
    }

    @Test
    public void upgradeShouldBePlayed() {
        connection.send(ByteBuffer.wrap(new byte[1]));
        server.open();
        server.receive("220 go\r\n");
        assertThat(server.isHandshaking()).isTrue();
        server.completeHandshake();
        connection.send(ByteBuffer.wrap(new byte[] {'x'}));
        assertThat(server.takeSent()).containsExactly("x");
        connection.suspendReads();
        server.receive("held");
        connection.resumeReads();
        connection.close();
        server.receive("too late");
        assertThat(connection.target()).hasToString("mail.example.org:587");
        assertThat(events)
                .containsExactly("client opened", "out opened", "out 220 go", "out secured", "out held", "out closed");
        assertThat(server.isClosed()).isTrue();
    }

    @Test
    public void octetsBehindTheReplyShouldBeAnInjection() {
        server.open();
        server.receive("220 go\r\n250 injected\r\n");
        server.receive("250 late\r\n");
        assertThat(events)
                .containsExactly("client opened", "out opened", "out 220 go", "out failed INJECTION", "out closed");
    }

    @Test
    public void eventsShouldWaitForTheClients() {
        client.execute(() -> {
            server.open();
            server.fail(Reason.LOST, "gone");
            events.add("client busy");
        });
        assertThat(events)
                .containsExactly("client opened", "client busy", "out opened", "out failed LOST", "out closed");
    }

    @Test
    public void cancelShouldNotBeAFailure() {
        connection.abort();
        server.open();
        server.fail(Reason.TIMEOUT, "late");
        assertThat(events).containsExactly("client opened", "out closed");
        assertThat(server.isAborted()).isTrue();
        assertThat(connector.isEmpty()).isTrue();
    }
}
