package org.letterlock.proxy;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.ConnectionHandler;
import org.letterlock.transport.api.OutboundConnection;
import org.letterlock.transport.api.ProxiedSession;

/**
 * The open sessions of a role: to be told of, and to be told to finish when the role goes, since the transport tells those of
 * the server's bundle only. Thread-safe.
 */
public final class Sessions {

    private final Map<Connection, ConnectionHandler> open = new ConcurrentHashMap<>();
    private final Map<Connection, SessionFigures> passing = new ConcurrentHashMap<>();
    private final LongAdder uncopied = new LongAdder();
    private volatile boolean draining;

    /**
     * Somebody goes on with a client.
     *
     * @param client the client's connection
     * @param handler who
     */
    public void begin(Connection client, ConnectionHandler handler) {
        open.put(client, handler);
        if (draining) {
            drain(client);
        }
    }

    /**
     * A client has logged in, and mails may pass.
     *
     * @param client the client's connection
     * @param upstream the server's
     * @param route where it leads
     * @return where to write what passes
     */
    public SessionFigures loggedIn(Connection client, OutboundConnection upstream, Route route) {
        SessionFigures figures = new SessionFigures(client, upstream, route, uncopied);
        passing.put(client, figures);
        return figures;
    }

    /**
     * A session is over.
     *
     * @param client its client's connection
     */
    public void end(Connection client) {
        open.remove(client);
        passing.remove(client);
    }

    /** Lets each session finish in its sequence, also those that begin later; does not wait for it. */
    public void drain() {
        draining = true;
        open.keySet().forEach(this::drain);
    }

    private void drain(Connection client) {
        client.execute(() -> {
            // Who goes on with it may have changed until now.
            ConnectionHandler handler = open.get(client);
            if (handler != null) {
                handler.drain();
            }
        });
    }

    /**
     * The sessions behind a login.
     *
     * @return those of now, the oldest first
     */
    public List<ProxiedSession> passing() {
        return passing.values().stream()
                .map(SessionFigures::now)
                .sorted(Comparator.comparing(ProxiedSession::since))
                .toList();
    }

    /**
     * Mails that passed without a copy.
     *
     * @return how many, since the role started
     */
    public long uncopied() {
        return uncopied.sum();
    }
}
