package org.letterlock.smtp.proxy.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.proxy.ProxyLogin;
import org.letterlock.protocol.proxy.UpstreamPort;
import org.letterlock.protocol.sasl.SaslCredentials;
import org.letterlock.protocol.smtp.SmtpClientEngine;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.Connector;
import org.letterlock.transport.api.OutboundConnection;
import org.letterlock.transport.api.OutboundFailure;
import org.letterlock.transport.api.Target;

/**
 * The remote server's side of a login: tries the ways to reach it one after the other. Confined to the session's sequence.
 */
final class Upstream {

    private final Connector connector;
    private final Connection client;
    private final ProxyLogin route;
    private final SaslCredentials credentials;
    private final Settings settings;
    private final UpstreamListener listener;
    private final Deque<UpstreamPort> ports;

    /** Why the ways that were tried lead nowhere. */
    private final List<OutboundFailure> failures = new ArrayList<>(2);

    private @Nullable OutboundConnection current;

    /**
     * Knows where to go.
     *
     * @param credentials the client's, with its name at the remote server
     */
    Upstream(
            Connector connector,
            Connection client,
            ProxyLogin route,
            SaslCredentials credentials,
            Settings settings,
            UpstreamListener listener) {
        this.connector = connector;
        this.client = client;
        this.route = route;
        this.credentials = credentials;
        this.settings = settings;
        this.listener = listener;
        this.ports = new ArrayDeque<>(UpstreamPort.ofSmtp(route));
    }

    /** Tries the next way. */
    void connect() {
        UpstreamPort port = ports.removeFirst();
        Target.Tls tls = port.implicitTls() ? Target.Tls.IMPLICIT : Target.Tls.UPGRADE;
        Target target = new Target(route.host(), port.number(), tls, List.of());
        current = connector.connect(
                target,
                client,
                connection -> new UpstreamLeg(
                        connection,
                        new SmtpClientEngine(settings.hostname(), settings.timeouts(), port.implicitTls()),
                        credentials,
                        failure -> unreachable(port, failure),
                        listener));
    }

    /** Nobody needs it any more; what is queued is dropped. */
    void abort() {
        if (current != null) {
            current.abort();
        }
    }

    private void unreachable(UpstreamPort port, OutboundFailure failure) {
        failures.add(failure);
        if (mayTryNext(port, failure.reason())) {
            connect();
        } else {
            listener.failed(
                    String.join(
                            "; ", failures.stream().map(OutboundFailure::text).toList()),
                    route.host() + " "
                            + failures.stream().map(OutboundFailure::reason).toList());
        }
    }

    /** The same port is tried again only where TLS was not what the server begins with. */
    private boolean mayTryNext(UpstreamPort port, OutboundFailure.Reason reason) {
        UpstreamPort next = ports.peekFirst();
        return next != null
                && switch (reason) {
                    case NOT_TLS -> true;
                    case CONNECT, TIMEOUT -> next.number() != port.number();
                    default -> false;
                };
    }
}
