package org.letterlock.transport.mina.internal;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.mina.core.session.IoSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection of a load balancer that has not said yet for whom it comes. Nothing is sent to it and no octet of it
 * reaches TLS or a protocol. On the session's I/O thread but where said otherwise.
 */
final class ProxiedArrival {

    private static final Logger LOG = LoggerFactory.getLogger(ProxiedArrival.class);

    private final String listener;
    private final IoSession session;
    private final Endpoints own;
    private final ProxyHeaderParser parser = new ProxyHeaderParser();
    private final long deadline;
    private boolean dropped;

    ProxiedArrival(ListenerSettings settings, IoSession session, Endpoints own) {
        listener = settings.info().name();
        this.session = session;
        this.own = own;
        deadline = System.nanoTime() + SECONDS.toNanos(settings.proxyHeaderTimeoutSeconds());
    }

    /**
     * Takes octets up to the end of the header.
     *
     * @return the ends that count, empty while the header is not complete; a malformed one ends the connection
     */
    Optional<Endpoints> receive(ByteBuffer data) {
        try {
            return !dropped && parser.receive(data)
                    ? Optional.of(parser.endpoints().orElse(own))
                    : Optional.empty();
        } catch (ProxyHeaderException e) {
            dropped = true;
            LOG.warn("listener={} peer={} dropped: its PROXY header {}", listener, own.remote(), e.getMessage());
            session.closeNow();
            return Optional.empty();
        }
    }

    /** Ends the connection if it is time. Any thread. */
    void tick(long now) {
        if (now - deadline >= 0 && !session.isClosing()) {
            LOG.warn("listener={} peer={} dropped: no PROXY header in time", listener, own.remote());
            session.closeNow();
        }
    }

    /** Any thread. */
    void abort() {
        session.closeNow();
    }
}
