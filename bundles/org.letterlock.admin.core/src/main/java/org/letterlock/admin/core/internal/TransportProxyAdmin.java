package org.letterlock.admin.core.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.AdminException.Reason;
import org.letterlock.admin.api.ProxyAdmin;
import org.letterlock.admin.api.ProxySessions;
import org.letterlock.admin.api.ProxyTargets;
import org.letterlock.transport.api.Connector;
import org.letterlock.transport.api.OutboundFailure;
import org.letterlock.transport.api.ProxiedSession;
import org.letterlock.transport.api.TargetHistory;

/** What passes through the gateway, in the terms of administration. */
final class TransportProxyAdmin implements ProxyAdmin {

    private static final int MAX_SESSIONS = 10_000;
    private static final int MAX_USER = 320;
    private static final int MAX_TEXT = 500;

    private final Supplier<List<LoginRoles.Role>> roles;
    private final Supplier<@Nullable Connector> connectors;

    /** Shows the proxies and the connector of each moment, null while the transport is away. */
    TransportProxyAdmin(Supplier<List<LoginRoles.Role>> roles, Supplier<@Nullable Connector> connectors) {
        this.roles = roles;
        this.connectors = connectors;
    }

    @Override
    public ProxySessions proxySessions() {
        List<ProxySessions.Session> all = roles.get().stream()
                .flatMap(role -> role.service().sessions().stream().map(session -> view(role.protocol(), session)))
                .sorted(Comparator.comparing(ProxySessions.Session::since))
                .toList();
        return new ProxySessions(all.size(), all.subList(0, Math.min(all.size(), MAX_SESSIONS)));
    }

    private static ProxySessions.Session view(String protocol, ProxiedSession session) {
        return new ProxySessions.Session(
                protocol,
                session.mailbox(),
                VisibleText.of(session.user(), MAX_USER),
                address(session.client()),
                VisibleText.of(session.target(), MAX_TEXT),
                session.since(),
                session.toServer(),
                session.toClient(),
                session.kept(),
                session.uncopied());
    }

    private static String address(InetSocketAddress socket) {
        // Asking the socket address for a name would look one up.
        InetAddress address = socket.getAddress();
        return HealthCheck.socket(
                address == null ? socket.getHostString() : address.getHostAddress(), socket.getPort());
    }

    @Override
    public ProxyTargets proxyTargets() throws AdminException {
        Connector connector = connectors.get();
        if (connector == null) {
            throw new AdminException(Reason.UNAVAILABLE, "the transport is not there; gateway:status says why", null);
        }
        return new ProxyTargets(
                connector.allowed(),
                connector.targets().stream()
                        .sorted(Comparator.comparing(TargetHistory::host).thenComparing(TargetHistory::port))
                        .map(TransportProxyAdmin::view)
                        .toList());
    }

    private static ProxyTargets.Server view(TargetHistory target) {
        OutboundFailure failure = target.failure();
        TargetHistory.Certificate certificate = target.certificate();
        return new ProxyTargets.Server(
                target.host(),
                target.port(),
                target.lastSuccess(),
                target.lastFailure(),
                failure == null ? null : failure.reason().name().toLowerCase(Locale.ROOT),
                failure == null ? null : VisibleText.of(failure.text(), MAX_TEXT),
                certificate == null
                        ? null
                        : new ProxyTargets.Certificate(
                                VisibleText.of(certificate.subject(), MAX_TEXT),
                                VisibleText.of(certificate.issuer(), MAX_TEXT),
                                certificate.notAfter(),
                                certificate.fingerprint()));
    }
}
