package org.letterlock.transport.mina.internal;

import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import javax.net.ssl.SSLSession;
import org.apache.mina.transport.socket.nio.NioSession;
import org.letterlock.settings.TargetList;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.Connector;
import org.letterlock.transport.api.OutboundConnection;
import org.letterlock.transport.api.OutboundFailure;
import org.letterlock.transport.api.OutboundFailure.Reason;
import org.letterlock.transport.api.OutboundHandler;
import org.letterlock.transport.api.Target;
import org.letterlock.transport.api.TargetHistory;

/** Begins outbound connections under one set of settings. Thread-safe. */
final class MinaConnector implements Connector {

    static final String STOPPED = "the gateway stops or takes new settings over, try again later";

    private final ConnectorSettings settings;
    private final Transport transport;
    private final ConnectionLimit limit;
    private final KeyedLimit<String> targetLimit;
    private final Resolver resolver;
    private final Dialer dialer;
    private final TargetMemory memory = new TargetMemory(MAX_TARGETS, Clock.systemUTC());

    private volatile boolean closed;

    MinaConnector(ConnectorSettings settings, Transport transport, Resolver.Lookup lookup) {
        this.settings = settings;
        this.transport = transport;
        limit = new ConnectionLimit(settings.maxConnections());
        targetLimit = new KeyedLimit<>(settings.maxConnectionsPerTarget());
        resolver = new Resolver(lookup, settings.maxLookups(), settings.maxConnections());
        dialer = new Dialer(transport, settings.connectTimeoutSeconds());
    }

    @Override
    public OutboundConnection connect(
            Target target, Connection client, Function<? super OutboundConnection, ? extends OutboundHandler> handler) {
        if (!(client instanceof MinaConnection inbound)) {
            throw new IllegalArgumentException("a connection of another transport");
        }
        MinaOutbound connection = new MinaOutbound(target, inbound.sequence(), this, handler);
        connection.begin();
        return connection;
    }

    @Override
    public List<TargetHistory> targets() {
        return memory.histories();
    }

    @Override
    public List<String> allowed() {
        return settings.allow().entries();
    }

    /** Gives attempts up; open connections go on until the transport stops. Waits for nothing. */
    void close() {
        closed = true;
        transport.outbound().stream()
                .filter(connection -> connection.isOf(this))
                .forEach(MinaOutbound::giveUp);
        dialer.close();
        resolver.stop();
    }

    // For its connections.

    Attempt newAttempt(MinaOutbound connection, TargetList narrowed) {
        return new Attempt(connection, Attempt.hostOf(connection.target()), narrowed, settings, resolver, dialer);
    }

    OutboundLink newLink(MinaOutbound connection, NioSession session, OutboundHandler handler) {
        return new OutboundLink(connection, transport, session, handler, settings.handshakeTimeoutSeconds());
    }

    /**
     * Counts it; if it is one too many it fails, and is not counted. The clock and others see it from here on, within its
     * sequence, so that nothing happens to it before it has begun.
     */
    boolean enter(MinaOutbound connection) {
        transport.outbound().add(connection);
        if (closed) {
            // It came too late to be seen by close().
            unavailable(connection, STOPPED);
            return false;
        }
        Target target = connection.target();
        if (!limit.enter()) {
            unavailable(connection, "the gateway has too many outbound connections, try again later");
            return false;
        }
        if (!targetLimit.enter(key(target))) {
            limit.leave();
            unavailable(connection, "the gateway has too many connections to " + target + ", try again later");
            return false;
        }
        return true;
    }

    private static void unavailable(MinaOutbound connection, String text) {
        connection.fail(Reason.UNAVAILABLE, text);
        connection.end();
    }

    void leave(MinaOutbound connection) {
        targetLimit.leave(key(connection.target()));
        limit.leave();
    }

    private static String key(Target target) {
        return Attempt.hostOf(target) + " " + target.port();
    }

    void verified(Target target, SSLSession session) {
        memory.succeeded(Attempt.hostOf(target), target.port(), session);
    }

    void failed(Target target, OutboundFailure failure) {
        memory.failed(Attempt.hostOf(target), target.port(), failure);
    }

    void remove(MinaOutbound connection) {
        transport.outbound().remove(connection);
    }
}
