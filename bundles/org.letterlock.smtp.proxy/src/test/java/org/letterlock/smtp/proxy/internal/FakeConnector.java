package org.letterlock.smtp.proxy.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.Connector;
import org.letterlock.transport.api.OutboundConnection;
import org.letterlock.transport.api.OutboundFailure;
import org.letterlock.transport.api.OutboundHandler;
import org.letterlock.transport.api.Target;
import org.letterlock.transport.api.TargetHistory;

/** Connects to one remote server in memory, unless told that it cannot. */
final class FakeConnector implements Connector {

    private final RemoteServer server;
    final List<String> targets = new ArrayList<>();
    private final Deque<OutboundFailure> failures = new ArrayDeque<>();
    private @Nullable FakeOutbound last;
    private List<String> allowed = List.of();

    FakeConnector(RemoteServer server) {
        this.server = server;
    }

    /** The next connection cannot be made. */
    void fail(OutboundFailure.Reason reason, String text) {
        failures.add(new OutboundFailure(reason, text));
    }

    FakeOutbound last() {
        FakeOutbound connection = last;
        if (connection == null) {
            throw new AssertionError("nobody has connected");
        }
        return connection;
    }

    @Override
    public OutboundConnection connect(
            Target target, Connection client, Function<? super OutboundConnection, ? extends OutboundHandler> handler) {
        targets.add(target + " " + target.tls());
        allowed = target.allowed();
        FakeOutbound made = new FakeOutbound(target, client, server);
        last = made;
        OutboundHandler its = handler.apply(made);
        OutboundFailure failure = failures.poll();
        client.execute(() -> {
            if (failure == null) {
                made.open(its);
            } else {
                its.failed(failure);
                its.closed();
            }
        });
        return made;
    }

    @Override
    public List<TargetHistory> targets() {
        return List.of();
    }

    /** What the last target was narrowed to. */
    @Override
    public List<String> allowed() {
        return allowed;
    }
}
