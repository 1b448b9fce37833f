package org.letterlock.proxy;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.letterlock.transport.api.Connection;
import org.letterlock.transport.api.OutboundConnection;
import org.letterlock.transport.api.ProxiedSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What passes in a session. Thread-safe. */
public final class SessionFigures {

    private static final Logger LOG = LoggerFactory.getLogger(SessionFigures.class);

    private final Connection client;
    private final Route route;
    private final String target;
    private final LongAdder uncopiedOfAll;
    private final Instant since = Instant.now();
    private final AtomicLong toServer = new AtomicLong();
    private final AtomicLong toClient = new AtomicLong();
    private final AtomicLong kept = new AtomicLong();
    private final AtomicLong uncopied = new AtomicLong();

    SessionFigures(Connection client, OutboundConnection upstream, Route route, LongAdder uncopiedOfAll) {
        this.client = client;
        this.route = route;
        this.target = upstream.target().toString();
        this.uncopiedOfAll = uncopiedOfAll;
    }

    /**
     * Octets go to the server.
     *
     * @param octets how many
     */
    public void toServer(long octets) {
        toServer.addAndGet(octets);
    }

    /**
     * Octets go to the client.
     *
     * @param octets how many
     */
    public void toClient(long octets) {
        toClient.addAndGet(octets);
    }

    /** A copy is kept. */
    public void kept() {
        kept.incrementAndGet();
    }

    /**
     * A mail passes without a copy.
     *
     * @param octets its size
     */
    public void uncopied(long octets) {
        uncopied.incrementAndGet();
        uncopiedOfAll.increment();
        LOG.warn("mail passed uncopied: {} octets={}", route.describe(client), octets);
    }

    /**
     * The session as people see it.
     *
     * @return as it is now
     */
    public ProxiedSession now() {
        return new ProxiedSession(
                client.remoteAddress(),
                route.mailbox().toString(),
                route.login().user(),
                target,
                since,
                toServer.get(),
                toClient.get(),
                kept.get(),
                uncopied.get());
    }
}
