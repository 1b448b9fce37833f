package org.letterlock.transport.mina.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.letterlock.transport.api.Channel;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.ConnectionHandler;
import org.letterlock.transport.api.OutboundConnection;
import org.letterlock.transport.api.OutboundFailure;
import org.letterlock.transport.api.OutboundHandler;
import org.letterlock.transport.api.Target.Tls;

/** Open connections, and both of a proxied session. */
public class OutboundSessionTest {

    private static final int MEBIBYTE = 1024 * 1024;

    @Rule
    public final TestConnector gateway = new TestConnector(Map.of());

    private final UpstreamServer server = new UpstreamServer();

    public OutboundSessionTest() throws IOException {
        // The server's port is needed.
    }

    @Before
    public void name() {
        gateway.name(TestConnector.HOST, TestConnector.addresses("127.0.0.1"));
    }

    @Test
    public void endOfTheServerShouldBeALoss() throws Exception {
        TestUpstream upstream = gateway.connect(Tls.UPGRADE, server.port());
        try (Client end = server.accept()) {
            assertThat(upstream.next()).isEqualTo("opened");
            end.say("421 bye");
        }
        assertThat(upstream.next()).isEqualTo("421 bye");
        assertThat(upstream.next()).isEqualTo("failed LOST");
        assertThat(upstream.next()).isEqualTo("closed");
    }

    @Test
    public void errorOfTheHandlerShouldCostThisConnectionOnly() throws Exception {
        TestUpstream upstream = gateway.connect(Tls.UPGRADE, server.port());
        try (Client end = server.accept()) {
            assertThat(upstream.next()).isEqualTo("opened");
            end.say("FAIL");
            assertThat(end.atEnd()).isTrue();
        }
        assertThat(upstream.next()).isEqualTo("FAIL");
        assertThat(upstream.next()).isEqualTo("closed");
        assertThat(gateway.client().ask("hello")).isEqualTo("hello");
    }

    @Test
    public void slowServerShouldBeWaitedFor() throws Exception {
        TestUpstream upstream = gateway.connect(Tls.UPGRADE, server.port());
        try (Client end = server.accept()) {
            assertThat(upstream.next()).isEqualTo("opened");
            assertThat(upstream.connection().isWritable()).isTrue();
            long sent = 0;
            while (upstream.connection().isWritable()) {
                upstream.connection().send(ByteBuffer.allocate(16 * 1024));
                sent += 16 * 1024;
            }
            end.in().skipNBytes(sent);
            assertThat(upstream.next()).isEqualTo("writable");
            assertThat(upstream.connection().isWritable()).isTrue();
        }
    }

    @Test
    public void serverShouldWaitWhileNothingIsRead() throws Exception {
        TestUpstream upstream = gateway.connect(Tls.UPGRADE, server.port());
        try (Client end = server.accept()) {
            assertThat(upstream.next()).isEqualTo("opened");
            upstream.connection().suspendReads();
            Thread writer = new Thread(() -> {
                try {
                    for (int i = 0; i < 16; i++) {
                        end.out().write(new byte[MEBIBYTE]);
                    }
                    end.say("");
                    end.say("done");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            writer.start();
            await().until(() -> !upstream.connection().isReading());
            assertThat(upstream.isQuiet()).isTrue();
            upstream.connection().resumeReads();
            String event = upstream.next();
            while (!event.equals("done")) {
                assertThat(event).isNotEqualTo("nothing").doesNotStartWith("failed");
                event = upstream.next();
            }
            writer.join(TimeUnit.SECONDS.toMillis(15));
            assertThat(writer.isAlive()).isFalse();
        }
    }

    /** Counts without any lock what only one sequence keeps right. */
    private static final class Relay implements ConnectionHandler, OutboundHandler {

        private static final int DONE = 2_000;

        private final BlockingQueue<String> problems = new LinkedBlockingQueue<>();
        private final CountDownLatch bothOpened = new CountDownLatch(2);
        private volatile @Nullable Thread inside;
        private int events;
        private final Channel client;
        private Channel upstream;

        Relay(Connection client) {
            this.client = client;
            this.upstream = client;
        }

        OutboundHandler to(OutboundConnection connection) {
            upstream = connection;
            return this;
        }

        private void alone(Runnable event) {
            Thread other = inside;
            if (other != null) {
                problems.add(other.getName());
            }
            inside = Thread.currentThread();
            event.run();
            events++;
            inside = null;
        }

        int events() {
            return events;
        }

        /** What comes from one side goes to the other; the upstream's octets are lower case. */
        @Override
        public void received(ByteBuffer data) {
            alone(() -> {
                ByteBuffer copy =
                        ByteBuffer.allocate(data.remaining()).put(data).flip();
                (copy.get(0) >= 'a' ? client : upstream).send(copy);
            });
        }

        @Override
        public void opened() {
            alone(bothOpened::countDown);
        }

        @Override
        public void secured(SSLSession session) {
            alone(() -> {});
        }

        @Override
        public void writable() {
            alone(() -> {});
        }

        @Override
        public void tick(long nanoTime) {
            alone(() -> {});
        }

        @Override
        public void drain() {
            alone(() -> {});
        }

        @Override
        public void failed(OutboundFailure failure) {
            problems.add(failure.text());
        }

        @Override
        public void closed() {
            alone(() -> {});
        }
    }

    @Test
    public void bothConnectionsShouldRunInOneSequence() throws Exception {
        Connection inbound = gateway.inbound();
        Relay relay = new Relay(inbound);
        inbound.execute(() -> {
            inbound.handOver(relay);
            gateway.connector()
                    .connect(TestConnector.target(TestConnector.HOST, server.port(), Tls.UPGRADE), inbound, relay::to);
        });
        try (Client end = server.accept()) {
            // The system accepts for the server before the gateway knows; what is sent until then is dropped.
            assertThat(relay.bothOpened.await(15, TimeUnit.SECONDS)).isTrue();
            Thread serving = new Thread(() -> write(end, "x"));
            Thread asking = new Thread(() -> write(gateway.client(), "X"));
            Thread working = new Thread(() -> {
                for (int i = 0; i < Relay.DONE; i++) {
                    relay.upstream.execute(() -> relay.alone(() -> {}));
                }
            });
            serving.start();
            asking.start();
            working.start();
            for (int i = 0; i < Relay.DONE; i++) {
                assertThat(gateway.client().hear()).isEqualTo("x");
                assertThat(end.hear()).isEqualTo("X");
            }
            serving.join();
            asking.join();
            working.join();
            // The client's end does not end the sequence.
            gateway.client().close();
            await().until(() -> gateway.transport().connections().isEmpty());
            int[] events = new int[1];
            relay.upstream.execute(() -> events[0] = relay.events());
            assertThat(events[0]).isGreaterThan(Relay.DONE);
            relay.upstream.send(ByteBuffer.wrap("still\r\n".getBytes(US_ASCII)));
            assertThat(end.hear()).isEqualTo("still");
        }
        assertThat(relay.problems).allMatch(problem -> problem.endsWith("ended the connection"));
    }

    private static void write(Client client, String line) {
        try {
            for (int i = 0; i < Relay.DONE; i++) {
                client.say(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    public void whatOneConnectionDoesToTheOtherWhileItSettlesShouldLeave() throws Exception {
        TestUpstream upstream = gateway.connect(Tls.UPGRADE, server.port());
        try (Client end = server.accept()) {
            assertThat(upstream.next()).isEqualTo("opened");
            // The last in the sequence makes the first send when it settles: held octets are delivered then.
            upstream.connection().suspendReads();
            end.say("hello");
            await().until(() -> !upstream.connection().isReading());
            upstream.whenReceived(() -> gateway.inbound().send(ByteBuffer.wrap("relayed\r\n".getBytes(US_ASCII))));
            upstream.connection().resumeReads();
            assertThat(gateway.client().hear()).isEqualTo("relayed");
        }
    }
}
