package org.letterlock.testkit.transport;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.Connector;
import org.letterlock.transport.api.OutboundConnection;
import org.letterlock.transport.api.OutboundHandler;
import org.letterlock.transport.api.Target;
import org.letterlock.transport.api.TargetHistory;

/** A connector without sockets: the test is each server that a handler connects to. */
public final class LoopbackConnector implements Connector {

    private final Queue<LoopbackOutbound> begun = new ArrayDeque<>();

    @Override
    public synchronized OutboundConnection connect(
            Target target, Connection client, Function<? super OutboundConnection, ? extends OutboundHandler> handler) {
        LoopbackOutbound connection = new LoopbackOutbound(target, client, handler);
        begun.add(connection);
        return connection;
    }

    /**
     * The next connection in the order in which they were begun.
     *
     * @return one that waits for {@link LoopbackOutbound#open()} or {@link LoopbackOutbound#fail}
     */
    public synchronized LoopbackOutbound take() {
        return begun.remove();
    }

    /**
     * Whether the test has taken all.
     *
     * @return true if no connection waits for {@link #take()}
     */
    public synchronized boolean isEmpty() {
        return begun.isEmpty();
    }

    @Override
    public List<TargetHistory> targets() {
        return List.of();
    }

    @Override
    public List<String> allowed() {
        return List.of();
    }
}
