package org.letterlock.transport.mina.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.letterlock.transport.api.Connector;
import org.letterlock.transport.api.OutboundFailure;
import org.letterlock.transport.api.OutboundFailure.Reason;
import org.letterlock.transport.api.Target.Tls;
import org.letterlock.transport.api.TargetHistory;

public class TargetMemoryTest {

    private static final String HOST = TestConnector.HOST;
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Rule
    public final TestConnector gateway = new TestConnector(Map.of("allow", "127.0.0.1", "maxConnections", 1));

    private final UpstreamServer server = new UpstreamServer();
    private final TestAuthority authority;
    private final TargetMemory memory = new TargetMemory(Connector.MAX_TARGETS, Clock.fixed(NOW, ZoneOffset.UTC));

    public TargetMemoryTest() throws Exception {
        authority = new TestAuthority("ours");
    }

    @Before
    public void trust() throws Exception {
        gateway.name(HOST, TestConnector.addresses("127.0.0.1"));
        gateway.transport().add(new TestTrust(authority.client(), List.of("TLSv1.3")));
    }

    @Test
    public void verifiedServerShouldBeRememberedWithItsCertificate() throws Exception {
        X509Certificate shown = secured("Mail.Example.ORG.");
        TargetHistory history = gateway.connector().targets().get(0);
        assertThat(gateway.connector().targets()).hasSize(1);
        assertThat(history.host()).isEqualTo(HOST);
        assertThat(history.port()).isEqualTo(server.port());
        assertThat(history.lastSuccess()).isNotNull();
        assertThat(history.failure()).isNull();
        assertThat(history.certificate())
                .isEqualTo(new TargetHistory.Certificate(
                        "CN=x",
                        "CN=ours",
                        shown.getNotAfter().toInstant(),
                        HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(shown.getEncoded()))));
    }

    /** A whole connection; what the server showed. */
    private X509Certificate secured(String host) throws Exception {
        TestUpstream upstream = gateway.connect(TestConnector.target(host, server.port(), Tls.IMPLICIT));
        try (Client end = server.accept()) {
            X509Certificate shown = (X509Certificate)
                    end.serve(authority.server(HOST)).getSession().getLocalCertificates()[0];
            assertThat(upstream.next()).isEqualTo("opened secured");
            upstream.connection().close();
            assertThat(end.atEnd()).isTrue();
            assertThat(upstream.next()).isEqualTo("closed");
            return shown;
        }
    }

    @Test
    public void failureShouldBeRememberedBesideTheLastSuccess() throws Exception {
        secured(HOST);
        TestUpstream upstream = gateway.connect(Tls.IMPLICIT, server.port());
        try (Client end = server.accept()) {
            end.say("220 in clear");
            assertThat(upstream.next()).isEqualTo("failed NOT_TLS");
            assertThat(upstream.next()).isEqualTo("closed");
        }
        TargetHistory history = gateway.connector().targets().get(0);
        assertThat(history.lastSuccess()).isNotNull();
        assertThat(history.certificate()).isNotNull();
        assertThat(history.lastFailure()).isNotNull();
        assertThat(history.failure()).isEqualTo(upstream.failure());
    }

    @Test
    public void whatClientsAloneBringAboutShouldLeaveNoTrace() throws Exception {
        TestUpstream refused = gateway.connect(TestConnector.target("127.0.0.3", server.port(), Tls.IMPLICIT));
        assertThat(refused.next()).isEqualTo("failed REFUSED_TARGET");
        assertThat(refused.next()).isEqualTo("closed");
        TestUpstream unknown = gateway.connect(TestConnector.target("made.up", server.port(), Tls.IMPLICIT));
        assertThat(unknown.next()).isEqualTo("failed RESOLVE");
        assertThat(unknown.next()).isEqualTo("closed");
        assertThat(gateway.connector().targets()).isEmpty();
    }

    @Test
    public void failureOfTheGatewayShouldNotBeTheServers() throws Exception {
        assertThat(gateway.connect(Tls.UPGRADE, server.port()).next()).isEqualTo("opened");
        assertThat(gateway.connect(Tls.UPGRADE, server.port()).next()).isEqualTo("failed UNAVAILABLE");
        assertThat(gateway.connector().targets()).isEmpty();
    }

    @Test
    public void serverThatIsKnownMayLoseItsAddress() {
        fail(HOST, Reason.CONNECT);
        fail(HOST, Reason.RESOLVE);
        assertThat(memory.histories())
                .containsExactly(new TargetHistory(
                        HOST, 25, null, NOW, new OutboundFailure(Reason.RESOLVE, HOST + " failed"), null));
    }

    @Test
    public void leastRecentlyUsedShouldBeForgotten() {
        for (int i = 0; i < Connector.MAX_TARGETS; i++) {
            fail("a" + i, Reason.CONNECT);
        }
        fail("a0", Reason.TIMEOUT);
        for (int i = 0; i < 10; i++) {
            fail("b" + i, Reason.CONNECT);
        }
        assertThat(memory.histories())
                .hasSize(Connector.MAX_TARGETS)
                .extracting(TargetHistory::host)
                .contains("a0", "a11", "b9")
                .doesNotContain("a1", "a10")
                .isSorted();
    }

    private void fail(String host, Reason reason) {
        memory.failed(host, 25, new OutboundFailure(reason, host + " failed"));
    }
}
