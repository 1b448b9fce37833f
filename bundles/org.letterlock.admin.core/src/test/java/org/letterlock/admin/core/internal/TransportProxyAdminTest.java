package org.letterlock.admin.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.Test;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.ProxySessions;
import org.letterlock.admin.api.ProxySessions.Session;
import org.letterlock.admin.api.ProxyTargets;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.ConnectionHandler;
import org.letterlock.transport.api.Connector;
import org.letterlock.transport.api.LoginRole;
import org.letterlock.transport.api.OutboundConnection;
import org.letterlock.transport.api.OutboundFailure;
import org.letterlock.transport.api.OutboundHandler;
import org.letterlock.transport.api.ProxiedSession;
import org.letterlock.transport.api.Target;
import org.letterlock.transport.api.TargetHistory;

public class TransportProxyAdminTest {

    private static final String ID = "mbx-00000000000000070000000000000001";
    private static final Instant LATER = Instant.EPOCH.plusSeconds(1);

    @Test
    public void sessionsOfAllProxiesShouldBeInTheOrderTheyBegan() throws Exception {
        ProxiedSession young = session("anna", LATER);
        ProxiedSession old = new ProxiedSession(
                new InetSocketAddress(InetAddress.getByName("2001:db8::1"), 4711),
                ID,
                "bob@example.com",
                "pop.example.com:995",
                Instant.EPOCH,
                1,
                2,
                3,
                4);
        ProxySessions found = sessions(List.of(
                new LoginRoles.Role("pop3", new Proxy(List.of(old))),
                new LoginRoles.Role("smtp", new Proxy(List.of(young)))));

        assertThat(found.total()).isEqualTo(2);
        assertThat(found.sessions())
                .containsExactly(
                        new Session(
                                "pop3",
                                ID,
                                "bob@example.com",
                                "[2001:db8:0:0:0:0:0:1]:4711",
                                "pop.example.com:995",
                                Instant.EPOCH,
                                1,
                                2,
                                3,
                                4),
                        new Session("smtp", ID, "anna", "192.0.2.7:4711", "mail.example", LATER, 0, 0, 0, 0));
        assertThat(sessions(List.of())).isEqualTo(new ProxySessions(0, List.of()));
    }

    @Test
    public void namesShouldBeHarmlessOnATerminalAndEnd() throws Exception {
        String name = "gr\u00fcn\u001b[2J\u202e\r\n" + "\ud83d\ude00".repeat(400);
        ProxySessions found = sessions(List.of(new LoginRoles.Role("smtp", new Proxy(List.of(session(name, LATER))))));
        assertThat(found.sessions().get(0).user()).isEqualTo("gr\u00fcn?[2J???" + "\ud83d\ude00".repeat(309) + "...");
    }

    @Test
    public void moreSessionsThanCanBeShownShouldBeCounted() throws Exception {
        ProxySessions found = sessions(List.of(
                new LoginRoles.Role("smtp", new Proxy(Collections.nCopies(9_000, session("a", LATER)))),
                new LoginRoles.Role("pop3", new Proxy(Collections.nCopies(9_000, session("b", Instant.EPOCH))))));
        assertThat(found.total()).isEqualTo(18_000);
        assertThat(found.sessions()).hasSize(10_000);
        assertThat(found.sessions().get(8_999).user()).isEqualTo("b");
        assertThat(found.sessions().get(9_000).user()).isEqualTo("a");
    }

    @Test
    public void serversShouldBeShownByHostAndPort() throws Exception {
        Servers connector = new Servers(List.of(
                new TargetHistory("b.example", 995, null, null, null, null),
                new TargetHistory("b.example", 110, null, null, null, null),
                new TargetHistory(
                        "a.example",
                        465,
                        Instant.EPOCH,
                        LATER,
                        new OutboundFailure(OutboundFailure.Reason.TLS_HANDSHAKE, "a.example:465: no\u0007"),
                        new TargetHistory.Certificate("CN=a.example", "CN=b\u202e", LATER, "0f".repeat(32)))));

        ProxyTargets found = targets(connector);

        assertThat(found.allowed()).containsExactly("public", "10.0.0.0/8");
        assertThat(found.servers())
                .containsExactly(
                        new ProxyTargets.Server(
                                "a.example",
                                465,
                                Instant.EPOCH,
                                LATER,
                                "tls_handshake",
                                "a.example:465: no?",
                                new ProxyTargets.Certificate("CN=a.example", "CN=b?", LATER, "0f".repeat(32))),
                        new ProxyTargets.Server("b.example", 110, null, null, null, null, null),
                        new ProxyTargets.Server("b.example", 995, null, null, null, null, null));
    }

    @Test
    public void missingTransportShouldBeSaid() {
        AdminException thrown = catchThrowableOfType(AdminException.class, () -> targets(null));
        assertThat(thrown).hasMessage("the transport is not there; gateway:status says why");
        assertThat(thrown.reason()).isEqualTo(AdminException.Reason.UNAVAILABLE);
    }

    private static ProxiedSession session(String user, Instant since) throws UnknownHostException {
        InetSocketAddress client = new InetSocketAddress(InetAddress.getByName("192.0.2.7"), 4711);
        return new ProxiedSession(client, ID, user, "mail.example", since, 0, 0, 0, 0);
    }

    /** A proxy with these sessions. */
    private record Proxy(List<ProxiedSession> sessions) implements LoginRole {

        @Override
        public ConnectionHandler takeOver(Connection connection, Login login) {
            throw new UnsupportedOperationException();
        }
    }

    /** A connector that has connected to these. */
    private record Servers(List<TargetHistory> targets) implements Connector {

        @Override
        public List<String> allowed() {
            return List.of("public", "10.0.0.0/8");
        }

        @Override
        public OutboundConnection connect(
                Target target,
                Connection client,
                Function<? super OutboundConnection, ? extends OutboundHandler> handler) {
            throw new UnsupportedOperationException();
        }
    }

    private static ProxySessions sessions(List<LoginRoles.Role> roles) {
        return new TransportProxyAdmin(() -> roles, () -> null).proxySessions();
    }

    private static ProxyTargets targets(@Nullable Connector connector) throws AdminException {
        return new TransportProxyAdmin(List::of, () -> connector).proxyTargets();
    }
}
