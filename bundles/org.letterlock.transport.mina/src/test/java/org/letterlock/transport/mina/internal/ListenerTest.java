package org.letterlock.transport.mina.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.letterlock.transport.api.ListenerStatus.State;
import org.osgi.framework.Version;

public class ListenerTest {

    private static final TestTls TLS = TestTls.get();

    @Rule
    public final TestTransport transport = new TestTransport(
            Map.of("waitSeconds", 1, "bindRetrySeconds", 1, "drainGraceSeconds", 1, "maxConnections", 4));

    @Test
    public void portInUseShouldBeSaidAndTriedAgain() throws IOException {
        transport.get().add(TLS);
        transport.add(new LineProtocol("one"));
        transport.port("none");
        Listener blocked;
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            blocked = transport.open("upgrade", Map.of("port", other.getLocalPort()));
            assertThat(transport.status("upgrade").state()).isEqualTo(State.FAILED);
            assertThat(transport.status("upgrade").detail())
                    .isEqualTo("org.letterlock.transport.mina.listener~upgrade: port: " + other.getLocalPort()
                            + " is in use");
            assertThat(transport.status("none").state()).isEqualTo(State.ACCEPTING);
        }
        await().until(() -> transport.status("upgrade").state() == State.ACCEPTING);
        assertThat(transport.status("upgrade").detail()).isEmpty();
        try (Client client = Client.connect(TestTransport.port(blocked))) {
            assertThat(client.hear()).isEqualTo("one ready");
        }
    }

    @Test
    public void addressOfAnotherMachineShouldBeSaid() {
        transport.open("none", Map.of("bindAddress", "192.0.2.1"));
        assertThat(transport.status("none").state()).isEqualTo(State.FAILED);
        assertThat(transport.status("none").detail())
                .contains("bindAddress: 192.0.2.1 is not an address of this machine");
    }

    @Test
    public void closedListenerShouldFreeItsPortAndLetSessionsFinish() throws IOException {
        transport.get().add(TLS);
        LineProtocol protocol = transport.add(new LineProtocol("one"));
        Listener listener = transport.open("none", Map.of());
        int port = TestTransport.port(listener);
        int other = transport.port("upgrade");
        try (Client client = Client.connect(port)) {
            client.hear();
            Client untouched = Client.connect(other);
            untouched.hear();
            transport.get().close(listener);
            assertThatThrownBy(() -> Client.connect(port)).isInstanceOf(ConnectException.class);
            await().untilAsserted(
                            () -> assertThat(protocol.sessions.get(0).drained).hasValue(1));
            assertThat(client.ask("QUIT")).isEqualTo("bye");
            assertThat(untouched.ask("hello")).isEqualTo("hello");
            assertThat(protocol.sessions.get(1).drained).hasValue(0);
            untouched.close();
        }
    }

    @Test
    public void sessionThatDoesNotFinishShouldBeCutAfterTheGrace() throws IOException {
        LineProtocol protocol = transport.add(new LineProtocol("one"));
        try (Client client = Client.connect(transport.port("none"))) {
            client.hear();
            transport.get().remove(protocol);
            assertThat(client.ask("still")).isEqualTo("still");
            assertThat(client.atEnd()).isTrue();
        }
    }

    @Test
    public void connectionsOfOneAddressShouldBeLimited() throws IOException {
        transport.add(new LineProtocol("one"));
        int port = TestTransport.port(transport.open("none", Map.of("maxConnectionsPerAddress", 1)));
        try (Client first = Client.connect(port)) {
            assertThat(first.hear()).isEqualTo("one ready");
            try (Client second = Client.connect(port)) {
                assertThat(second.hear()).startsWith("421 4.7.0 ");
                assertThat(second.atEnd()).isTrue();
            }
            assertThat(transport.status("none").refused()).isEqualTo(1);
            assertThat(transport.status("none").connections()).isEqualTo(1);
            assertThat(first.ask("QUIT")).isEqualTo("bye");
        }
        await().until(() -> transport.status("none").connections() == 0);
        try (Client third = Client.connect(port)) {
            assertThat(third.hear()).isEqualTo("one ready");
        }
    }

    @Test
    public void connectionsShouldBeLimitedPerListenerAndInAll() throws IOException {
        transport.get().add(TLS);
        transport.get().add("pop3", new Version(1, 0, 0), new LineProtocol("pop"));
        int small = TestTransport.port(transport.open("none", Map.of("protocol", "pop3", "maxConnections", 1)));
        int large = TestTransport.port(transport.open("upgrade", Map.of("protocol", "pop3")));
        try (Client a = Client.connect(small)) {
            assertThat(a.hear()).isEqualTo("pop ready");
            try (Client b = Client.connect(small)) {
                assertThat(b.hear()).startsWith("-ERR [SYS/TEMP] Too many");
            }
            try (Client c = Client.connect(large);
                    Client d = Client.connect(large);
                    Client e = Client.connect(large)) {
                assertThat(c.hear() + d.hear() + e.hear()).isEqualTo("pop readypop readypop ready");
                try (Client f = Client.connect(large)) {
                    assertThat(f.hear()).startsWith("-ERR [SYS/TEMP] Too many");
                }
            }
        }
        assertThat(transport.status("none").refused()).isEqualTo(1);
        assertThat(transport.status("upgrade").refused()).isEqualTo(1);
    }

    @Test
    public void connectionShouldWaitForALateProtocol() throws IOException {
        try (Client client = Client.connect(transport.port("none"))) {
            await().until(() -> transport.status("none").waiting() == 1);
            assertThat(transport.status("none").state()).isEqualTo(State.WAITING);
            assertThat(transport.status("none").detail()).contains("smtp");
            transport.add(new LineProtocol("late"));
            assertThat(client.hear()).isEqualTo("late ready");
            assertThat(transport.status("none").waiting()).isZero();
            assertThat(transport.status("none").state()).isEqualTo(State.ACCEPTING);
            assertThat(transport.status("none").refused()).isZero();
        }
    }

    @Test
    public void connectionShouldWaitForALateCertificate() throws Exception {
        transport.add(new LineProtocol("late"));
        int port = transport.port("implicit");
        assertThat(transport.status("implicit").state()).isEqualTo(State.WAITING);
        assertThat(transport.status("implicit").detail()).contains("certificate");
        try (Client client = Client.connect(port)) {
            Thread certificate = new Thread(() -> {
                await().until(() -> transport.status("implicit").waiting() == 1);
                transport.get().add(TLS);
            });
            certificate.start();
            client.secure(TLS.clientSockets());
            assertThat(client.hear()).isEqualTo("late ready secured");
            certificate.join();
        }
    }

    @Test
    public void upgradeShouldWaitForALateCertificate() throws IOException {
        LineProtocol protocol = transport.add(new LineProtocol("late"));
        try (Client client = Client.connect(transport.port("upgrade"))) {
            await().until(() -> transport.status("upgrade").waiting() == 1);
            assertThat(transport.status("upgrade").state()).isEqualTo(State.WAITING);
            assertThat(transport.status("upgrade").detail()).isEqualTo("waiting for a certificate");
            transport.get().add(TLS);
            assertThat(client.hear()).isEqualTo("late ready");
            assertThat(protocol.onlySession().connection.canStartTls()).isTrue();
            assertThat(transport.status("upgrade").state()).isEqualTo(State.ACCEPTING);
        }
    }

    @Test
    public void upgradeShouldBeRefusedInClearWhenNoCertificateComes() throws IOException {
        LineProtocol protocol = transport.add(new LineProtocol("one"));
        transport.get().add("pop3", new Version(1, 0, 0), protocol);
        int pop3 = TestTransport.port(transport.open("upgrade", Map.of("protocol", "pop3")));
        try (Client a = Client.connect(transport.port("upgrade"));
                Client b = Client.connect(pop3)) {
            assertThat(a.hear()).startsWith("421 4.3.2 ");
            assertThat(a.atEnd()).isTrue();
            assertThat(b.hear()).startsWith("-ERR [SYS/TEMP] ");
            assertThat(b.atEnd()).isTrue();
        }
        assertThat(protocol.sessions).isEmpty();
    }

    @Test
    public void whoWaitsTooLongShouldGetATemporaryError() throws IOException {
        transport.get().add(TLS);
        int smtp = transport.port("none");
        int pop3 = TestTransport.port(transport.open("upgrade", Map.of("protocol", "pop3")));
        int smtps = transport.port("implicit");
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
    }

    @Test
    public void whoWaitsForACertificateInVainShouldBeClosed() throws IOException {
        transport.add(new LineProtocol("one"));
        try (Client client = Client.connect(transport.port("implicit"))) {
            assertThat(client.atEnd()).isTrue();
        }
    }

    @Test
    public void highestVersionShouldGetNewConnections() throws IOException {
        LineProtocol old = new LineProtocol("old");
        transport.get().add("smtp", new Version(1, 9, 0), old);
        int port = transport.port("none");
        try (Client first = Client.connect(port)) {
            assertThat(first.hear()).isEqualTo("old ready");
            transport.get().add("smtp", new Version(1, 10, 0), new LineProtocol("new"));
            transport.get().add("smtp", new Version(1, 2, 0), new LineProtocol("older"));
            transport.get().add("pop3", new Version(9, 0, 0), new LineProtocol("pop3"));
            try (Client second = Client.connect(port)) {
                assertThat(second.hear()).isEqualTo("new ready");
                transport.get().remove(old);
                await().untilAsserted(
                                () -> assertThat(old.onlySession().drained).hasValue(1));
                assertThat(first.ask("QUIT")).isEqualTo("bye");
                assertThat(second.ask("hello")).isEqualTo("hello");
            }
        }
    }
}
