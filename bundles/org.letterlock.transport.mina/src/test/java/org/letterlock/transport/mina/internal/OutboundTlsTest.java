package org.letterlock.transport.mina.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.letterlock.transport.api.Target.Tls;

public class OutboundTlsTest {

    private static final String HOST = TestConnector.HOST;

    @Rule
    public final TestConnector gateway = new TestConnector(Map.of());

    private final UpstreamServer server = new UpstreamServer();
    private final TestAuthority authority;

    public OutboundTlsTest() throws Exception {
        authority = new TestAuthority("ours");
    }

    @Before
    public void trust() throws Exception {
        gateway.name(HOST, TestConnector.addresses("127.0.0.1"));
        gateway.transport().add(new TestTrust(authority.client(), List.of("TLSv1.3", "TLSv1.2")));
    }

    @Test
    public void implicitShouldOpenOnceSecured() throws Exception {
        TestUpstream upstream = gateway.connect(Tls.IMPLICIT, server.port());
        try (Client end = server.accept()) {
            assertThat(upstream.isQuiet()).isTrue();
            SSLSocket socket = end.serve(authority.server(HOST));
            assertThat(upstream.next()).isEqualTo("opened secured");
            assertThat(((ExtendedSSLSession) socket.getSession()).getRequestedServerNames())
                    .containsExactly(new SNIHostName(HOST));
            end.say("hello");
            assertThat(upstream.next()).isEqualTo("hello");
            upstream.say("there");
            assertThat(end.hear()).isEqualTo("there");
            assertThatThrownBy(() -> upstream.connection().startTls()).isInstanceOf(IllegalStateException.class);
            upstream.connection().close();
            assertThat(end.atEnd()).isTrue();
        }
        assertThat(upstream.next()).isEqualTo("closed");
    }

    @Test
    public void upgradeShouldFollowTheReply() throws Exception {
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            gateway.transport().add(new TestTrust(authority.client(), List.of(protocol)));
            TestUpstream upstream = gateway.connect(Tls.UPGRADE, server.port());
            try (Client end = server.accept()) {
                assertThat(upstream.next()).isEqualTo("opened");
                end.say("250-what I can");
                assertThat(upstream.next()).isEqualTo("250-what I can");
                upstream.say("STARTTLS");
                assertThat(end.hear()).isEqualTo("STARTTLS");
                end.say("220 go");
                assertThat(upstream.next()).isEqualTo("220 go");
                end.serve(authority.server(HOST));
                assertThat(upstream.next()).isEqualTo("secured " + protocol);
                end.say("hello");
                assertThat(upstream.next()).isEqualTo("hello");
                upstream.say("there");
                assertThat(end.hear()).isEqualTo("there");
                assertThatThrownBy(() -> upstream.connection().startTls()).isInstanceOf(IllegalStateException.class);
            }
            assertThat(upstream.next()).isEqualTo("failed LOST");
            assertThat(upstream.next()).isEqualTo("closed");
        }
    }

    @Test
    public void octetsBehindTheReplyShouldBeAnInjection() throws Exception {
        TestUpstream upstream = gateway.connect(Tls.UPGRADE, server.port());
        try (Client end = server.accept()) {
            assertThat(upstream.next()).isEqualTo("opened");
            end.sayRaw("220 go\r\n250 injected\r\n");
            assertThat(upstream.next()).isEqualTo("220 go");
            injected(upstream);
            assertThat(end.atEnd()).isTrue();
        }
    }

    @Test
    public void clearOctetsInPlaceOfTheHandshakeShouldBeAnInjection() throws Exception {
        TestUpstream upstream = gateway.connect(Tls.UPGRADE, server.port());
        try (Client end = server.accept()) {
            assertThat(upstream.next()).isEqualTo("opened");
            end.say("220 go");
            assertThat(upstream.next()).isEqualTo("220 go");
            assertThat(end.in().read()).isEqualTo(22);
            end.say("250 injected");
            injected(upstream);
        }
    }

    @Test
    public void octetsThatWaitedBehindTheReplyShouldBeAnInjection() throws Exception {
        TestUpstream upstream = gateway.connect(Tls.UPGRADE, server.port());
        try (Client end = server.accept()) {
            assertThat(upstream.next()).isEqualTo("opened");
            upstream.connection().suspendReads();
            end.say("250 injected");
            await().until(() -> !upstream.connection().isReading());
            upstream.connection().execute(() -> upstream.connection().startTls());
            injected(upstream);
        }
    }

    private static void injected(TestUpstream upstream) throws InterruptedException {
        assertThat(upstream.next()).isEqualTo("failed INJECTION");
        assertThat(upstream.failure().text()).contains("octets in clear came behind the reply that starts TLS");
        assertThat(upstream.next()).isEqualTo("closed");
    }

    @Test
    public void certificateShouldBeVerified() throws Exception {
        refused(authority.server("pop.example.org"), "is for another host name");
        refused(authority.server(HOST, Duration.ofDays(-1)), "has expired");
        refused(new TestAuthority("stranger").server(HOST), "is not trusted");
        refused(new TestAuthority("ours").server(HOST), "is not trusted");
        refused(TestTls.get().server(), "is not trusted");
    }

    private void refused(SSLContext context, String why) throws Exception {
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            gateway.transport().add(new TestTrust(authority.client(), List.of(protocol)));
            TestUpstream upstream = gateway.connect(Tls.IMPLICIT, server.port());
            try (Client end = server.accept()) {
                // With TLS 1.3 the server hears of it later.
                assertThatThrownBy(() -> {
                            end.serve(context);
                            end.hear();
                        })
                        .isInstanceOf(SSLException.class);
                assertThat(upstream.next()).isEqualTo("failed CERTIFICATE");
                assertThat(upstream.failure().text())
                        .startsWith("the certificate of " + HOST + ":" + server.port() + " " + why);
            }
            assertThat(upstream.next()).isEqualTo("closed");
        }
    }

    @Test
    public void addressShouldHaveToBeInTheCertificate() throws Exception {
        TestUpstream upstream = gateway.connect(TestConnector.target("127.0.0.1", server.port(), Tls.IMPLICIT));
        try (Client end = server.accept()) {
            assertThatThrownBy(() -> {
                        end.serve(authority.server(HOST));
                        end.hear();
                    })
                    .isInstanceOf(IOException.class);
            assertThat(upstream.next()).isEqualTo("failed CERTIFICATE");
        }
    }

    @Test
    public void serverThatGreetsInClearShouldBeTold() throws Exception {
        TestUpstream upstream = gateway.connect(Tls.IMPLICIT, server.port());
        try (Client end = server.accept()) {
            end.say("220 mail.example.org ESMTP");
            assertThat(upstream.next()).isEqualTo("failed NOT_TLS");
            assertThat(upstream.next()).isEqualTo("closed");
        }
    }

    @Test
    public void oldTlsShouldBeRefused() throws Exception {
        TestUpstream upstream = gateway.connect(Tls.IMPLICIT, server.port());
        try (Client end = server.accept()) {
            // A fatal alert: protocol_version (RFC 8446, section 6.2).
            end.out().write(new byte[] {21, 3, 1, 0, 2, 2, 70});
            end.out().flush();
            assertThat(upstream.next()).isEqualTo("failed TLS_HANDSHAKE");
            assertThat(upstream.next()).isEqualTo("closed");
        }
    }

    @Test
    public void endDuringTheHandshakeShouldBeTold() throws Exception {
        TestUpstream upstream = gateway.connect(Tls.IMPLICIT, server.port());
        server.accept().close();
        assertThat(upstream.next()).startsWith("failed ");
        assertThat(upstream.failure().text()).contains(HOST);
        assertThat(upstream.next()).isEqualTo("closed");
    }

    @Test
    public void handshakeShouldBeLimitedInTime() throws Exception {
        TestUpstream upstream = gateway.connect(Tls.IMPLICIT, server.port());
        try (Client end = server.accept()) {
            assertThat(end.in().read()).isEqualTo(22);
            upstream.tickIn(20);
            assertThat(upstream.isQuiet()).isTrue();
            upstream.tickIn(31);
            assertThat(upstream.next()).isEqualTo("failed TIMEOUT");
            assertThat(upstream.next()).isEqualTo("closed");
        }
    }

    @Test
    public void cancelDuringTheHandshakeShouldCloseTheSocket() throws Exception {
        TestUpstream upstream = gateway.connect(Tls.IMPLICIT, server.port());
        try (Client end = server.accept()) {
            assertThat(end.in().read()).isEqualTo(22);
            upstream.connection().abort();
            assertThat(upstream.next()).isEqualTo("closed");
            end.in().readAllBytes();
        }
        assertThat(gateway.transport().outbound()).isEmpty();
    }

    @Test
    public void withoutTlsMaterialNothingShouldBeSaid() throws Exception {
        gateway.transport().add(TestTls.get());
        gateway.transport().remove(TestTls.get());
        TestUpstream upstream = gateway.connect(Tls.IMPLICIT, server.port());
        try (Client end = server.accept()) {
            assertThat(upstream.next()).isEqualTo("failed UNAVAILABLE");
            assertThat(end.atEnd()).isTrue();
        }
    }
}
