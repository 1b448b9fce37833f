package org.letterlock.proxy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.proxy.UpstreamPort;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.Connector;
import org.letterlock.transport.api.OutboundConnection;
import org.letterlock.transport.api.OutboundFailure;
import org.letterlock.transport.api.OutboundHandler;
import org.letterlock.transport.api.Target;

/** The ways to a server, tried one after the other. Confined to the session's sequence. */
public final class UpstreamWays {

    /** Who talks to the server, and who hears that there is no way to it. */
    public interface Traveller {

        /**
         * A way is tried.
         *
         * @param connection not open yet
         * @param port what is at its end
         * @param unreachable to be told when it cannot be made; not behind the login
         * @return who talks
         */
        OutboundHandler leg(OutboundConnection connection, UpstreamPort port, Consumer<OutboundFailure> unreachable);

        /**
         * No way leads there.
         *
         * @param failures of each way that was tried
         */
        void stranded(List<OutboundFailure> failures);
    }

    private final Connector connector;
    private final Connection client;
    private final Route route;
    private final Traveller traveller;
    private final Deque<UpstreamPort> ports;
    private final List<OutboundFailure> failures = new ArrayList<>(2);

    private @Nullable OutboundConnection current;

    /**
     * Knows where to go.
     *
     * @param connector makes the connections
     * @param client on whose behalf
     * @param route where it leads; its mailbox's rules narrow what is allowed
     * @param ports the ways
     * @param traveller who goes
     */
    public UpstreamWays(
            Connector connector, Connection client, Route route, List<UpstreamPort> ports, Traveller traveller) {
        this.connector = connector;
        this.client = client;
        this.route = route;
        this.traveller = traveller;
        this.ports = new ArrayDeque<>(ports);
    }

    /** Tries the next way. */
    public void tryNext() {
        UpstreamPort port = ports.removeFirst();
        Target.Tls tls = port.implicitTls() ? Target.Tls.IMPLICIT : Target.Tls.UPGRADE;
        Target target = new Target(
                route.login().host(), port.number(), tls, route.access().rules().targets());
        current = connector.connect(
                target, client, connection -> traveller.leg(connection, port, failure -> unreachable(port, failure)));
    }

    /** Nobody needs it any more; what is queued is dropped. */
    public void abort() {
        if (current != null) {
            current.abort();
        }
    }

    private void unreachable(UpstreamPort port, OutboundFailure failure) {
        failures.add(failure);
        if (mayTryNext(port, failure.reason())) {
            tryNext();
        } else {
            traveller.stranded(failures);
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
