package org.letterlock.transport.mina.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Rule;
import org.junit.Test;
import org.letterlock.transport.api.ConnectionHandler;

public class ConnectionTest {

    private static final int MEBIBYTE = 1024 * 1024;
    private static final int HIGH_WATER = 64 * 1024;

    @Rule
    public final TestTransport transport =
            new TestTransport(Map.of("writeHighWaterBytes", HIGH_WATER, "writeTimeoutSeconds", 2));

    private final LineProtocol protocol = transport.add(new LineProtocol("one"));

    @Test
    public void linesShouldBeEchoed() throws IOException {
        try (Client client = Client.connect(transport.port("none"))) {
            assertThat(client.hear()).isEqualTo("one ready");
            assertThat(client.ask("hello")).isEqualTo("hello");
            client.sayRaw("a\r\nb\r\nc\r\n");
            assertThat(client.hear() + client.hear() + client.hear()).isEqualTo("abc");
            assertThat(protocol.onlySession().connection.tls()).isEmpty();
            assertThat(protocol.onlySession().connection.localAddress().getPort())
                    .isEqualTo(client.socket().getPort());
            assertThat(protocol.onlySession().connection.remoteAddress().getPort())
                    .isEqualTo(client.socket().getLocalPort());
        }
    }

    @Test
    public void closeShouldFlushAndBeToldOnce() throws IOException {
        try (Client client = Client.connect(transport.port("none"))) {
            client.hear();
            client.sayRaw("GIVE 60000\r\nQUIT\r\n");
            assertThat(client.in().readNBytes(60_000)).hasSize(60_000);
            assertThat(client.hear()).isEqualTo("bye");
            assertThat(client.atEnd()).isTrue();
            client.say("too late");
        }
        awaitClosedOnce();
        assertThat(protocol.onlySession().lines).containsExactly("GIVE 60000", "QUIT");
    }

    @Test
    public void closeShouldBeToldOnceWhenThePeerIsReset() throws IOException {
        try (Client client = Client.connect(transport.port("none"))) {
            client.hear();
            client.socket().setSoLinger(true, 0);
        }
        awaitClosedOnce();
    }

    @Test
    public void peerThatClosesItsSideShouldStillGetTheReply() throws IOException {
        try (Client client = Client.connect(transport.port("none"))) {
            client.hear();
            client.say("last words");
            client.socket().shutdownOutput();
            assertThat(client.hear()).isEqualTo("last words");
            assertThat(client.atEnd()).isTrue();
        }
        awaitClosedOnce();
    }

    @Test
    public void peerThatClosesItsSideShouldGetTheReplyOfABusyHandler() throws IOException {
        int clear = transport.port("none");
        int secured = transport.port("implicit");
        for (String tls : List.of("none", "TLSv1.3", "TLSv1.2")) {
            protocol.sessions.clear();
            TestTls contexts = TestTls.only(tls);
            transport.get().add(contexts);
            try (Client client = Client.connect(tls.equals("none") ? clear : secured)) {
                if (!tls.equals("none")) {
                    client.secure(contexts.clientSockets());
                }
                client.hear();
                client.say("HOLD");
                LineProtocol.Session session = protocol.onlySession();
                await().until(() -> session.lines.contains("HOLD"));
                client.say("behind");
                client.socket().shutdownOutput();
                await().until(() -> !transport.onlyConnection().isReading());
                session.connection.execute(() -> {
                    session.say("answer");
                    session.connection.resumeReads();
                });
                assertThat(client.hear()).isEqualTo("answer");
                assertThat(client.hear()).isEqualTo("behind");
                assertThat(client.atEnd()).isTrue();
            }
            awaitClosedOnce();
        }
    }

    @Test
    public void abortShouldDropWhatIsQueued() throws IOException {
        try (Client client = Client.connect(transport.port("none"))) {
            client.hear();
            LineProtocol.Session session = protocol.onlySession();
            session.connection.execute(() -> {
                session.say("never sent");
                session.connection.abort();
            });
            assertThat(client.atEnd()).isTrue();
        }
        awaitClosedOnce();
    }

    @Test
    public void failureOfTheHandlerShouldCloseItsConnectionOnly() throws IOException {
        int port = transport.port("none");
        try (Client client = Client.connect(port);
                Client other = Client.connect(port)) {
            client.hear();
            other.hear();
            client.say("FAIL");
            assertThat(client.atEnd()).isTrue();
            assertThat(other.ask("alive")).isEqualTo("alive");
        }
    }

    @Test
    public void suspendedReadsShouldStopThePeer() throws IOException {
        try (Client client = Client.connect(transport.port("none"))) {
            client.hear();
            client.say("HOLD");
            LineProtocol.Session session = protocol.onlySession();
            await().until(() -> session.lines.contains("HOLD"));
            AtomicInteger written = new AtomicInteger();
            Thread writer = new Thread(() -> writeOctets(client, written));
            writer.start();
            // Stuck: the same number twice, a while apart, and far from all.
            AtomicInteger before = new AtomicInteger(-1);
            await().pollInterval(Duration.ofMillis(300)).until(() -> before.getAndSet(written.get()) == written.get());
            assertThat(transport.onlyConnection().isReading()).isFalse();
            assertThat(written.get()).isLessThan(64);
            assertThat(session.lines).containsExactly("HOLD");
            session.connection.resumeReads();
            await().until(() -> written.get() == 64);
            await().until(() -> session.taken.get() == 64L * MEBIBYTE);
        }
    }

    private static void writeOctets(Client client, AtomicInteger written) {
        try {
            // Octets that are not answered: nobody reads here.
            client.say("TAKE " + 64L * MEBIBYTE);
            for (int i = 0; i < 64; i++) {
                client.sayRaw("x".repeat(MEBIBYTE));
                written.incrementAndGet();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    public void largeTransfersShouldKeepTheQueueShort() throws IOException {
        transport.get().add(TestTls.get());
        for (String tls : List.of("none", "implicit")) {
            protocol.sessions.clear();
            int port = transport.port(tls);
            try (Client client = tls.equals("none") ? Client.connect(port) : Client.connectTls(port)) {
                client.hear();
                give(client, 64);
                assertThat(client.hear()).isEqualTo("taken");
                client.say("GIVE " + 64 * MEBIBYTE);
                LineProtocol.Session session = protocol.onlySession();
                // A slow reader: it does not start before the gateway has had to stop.
                await().until(() -> !session.connection.isWritable());
                client.in().skipNBytes(64 * MEBIBYTE);
                assertThat(session.longestQueue).isBetween(HIGH_WATER, HIGH_WATER + 10_000);
                assertThat(client.ask("still here")).isEqualTo("still here");
            }
        }
    }

    private static void give(Client client, int mebibytes) throws IOException {
        client.say("TAKE " + mebibytes * MEBIBYTE);
        byte[] block = new byte[MEBIBYTE];
        for (int i = 0; i < mebibytes; i++) {
            client.out().write(block);
        }
    }

    @Test
    public void peerThatTakesNothingShouldBeCut() throws IOException {
        try (Client client = Client.connect(transport.port("none"))) {
            client.hear();
            client.say("GIVE " + 64 * MEBIBYTE);
            awaitClosedOnce();
        }
    }

    @Test
    public void tickShouldComeAboutOnceASecond() throws IOException {
        try (Client client = Client.connect(transport.port("none"))) {
            client.hear();
            await().until(() -> protocol.onlySession().ticks.get() >= 2);
        }
    }

    @Test
    public void repliesOfOtherThreadsShouldLeaveInOrder() throws Exception {
        try (Client client = Client.connect(transport.port("none"))) {
            client.hear();
            LineProtocol.Session session = protocol.onlySession();
            List<Thread> threads = new ArrayList<>();
            AtomicInteger next = new AtomicInteger();
            for (int t = 0; t < 4; t++) {
                Thread thread = new Thread(() -> {
                    for (int i = 0; i < 500; i++) {
                        session.connection.execute(() -> session.say("n" + next.getAndIncrement()));
                    }
                });
                thread.start();
                threads.add(thread);
            }
            for (int i = 0; i < 2000; i++) {
                assertThat(client.hear()).isEqualTo("n" + i);
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    @Test
    public void handOverShouldGiveLaterEventsToTheNext() throws IOException {
        LineProtocol role = new LineProtocol("role");
        try (Client client = Client.connect(transport.port("none"))) {
            client.hear();
            LineProtocol.Session session = protocol.onlySession();
            ConnectionHandler next = role.newHandler(session.connection);
            session.connection.execute(() -> session.connection.handOver(next));
            assertThat(client.hear()).isEqualTo("role ready");
            assertThat(client.ask("to the role")).isEqualTo("to the role");
            // The protocol that handed over is not asked to finish any more.
            transport.get().remove(protocol);
            assertThat(client.ask("still")).isEqualTo("still");
        }
        await().untilAsserted(() -> assertThat(role.onlySession().closed).hasValue(1));
        assertThat(role.onlySession().drained).hasValue(0);
        assertThat(protocol.onlySession().closed).hasValue(0);
    }

    @Test
    public void tasksShouldRunAfterTheEnd() throws IOException {
        try (Client client = Client.connect(transport.port("none"))) {
            client.hear();
        }
        awaitClosedOnce();
        AtomicInteger ran = new AtomicInteger();
        LineProtocol.Session session = protocol.onlySession();
        session.connection.execute(ran::incrementAndGet);
        session.connection.send(ByteBuffer.allocate(1));
        session.connection.close();
        session.connection.abort();
        assertThat(ran).hasValue(1);
        awaitClosedOnce();
    }

    private void awaitClosedOnce() {
        await().until(() ->
                !protocol.sessions.isEmpty() && protocol.onlySession().closed.get() > 0);
        await().until(() -> transport.get().connections().isEmpty());
        assertThat(protocol.onlySession().closed).hasValue(1);
    }

    @Test
    public void smallSendsOfOneEventShouldLeaveInOneRecord() throws IOException {
        transport.get().add(TestTls.get());
        try (Client client = Client.connectTls(transport.port("implicit"))) {
            client.hear();
            LineProtocol.Session session = protocol.onlySession();
            session.connection.execute(() -> {
                for (int i = 0; i < 50; i++) {
                    session.say("line");
                }
            });
            // What a TLS client can read without waiting is one record.
            assertThat(client.in().read(new byte[16 * 1024])).isEqualTo(300);
        }
    }
}
