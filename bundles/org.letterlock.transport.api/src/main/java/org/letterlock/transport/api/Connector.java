package org.letterlock.transport.api;

import java.util.List;
import java.util.function.Function;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Makes connections to other servers, always with verified TLS. The transport registers it. Thread-safe, and nothing
 * blocks.
 */
@ProviderType
public interface Connector {

    /**
     * Begins to connect. The name is resolved once; its addresses are checked against the allow-list, and those that are
     * allowed are dialled one after the other until one accepts.
     *
     * <p>Both connections of a proxied session run in one sequence: every event of the outbound connection is serialized
     * with the events of the client's, and with the tasks given to either by {@link Channel#execute}. So a relay needs no
     * lock: its two handlers never run at the same time, and see each other's state as on one thread. The sequence outlives
     * the client's connection, so an outbound connection may still finish something when the client has gone; that it ends
     * then is up to its handler.
     *
     * <p>Within the client's sequence no event comes before this method has returned.
     *
     * @param target where to
     * @param client the connection of the client on whose behalf it is
     * @param handler makes the handler; called once, before this method returns
     * @return the connection, which is not open yet
     * @throws IllegalArgumentException if the target's own allow-list cannot be read, or the client's connection is another
     *     transport's
     */
    OutboundConnection connect(
            Target target, Connection client, Function<? super OutboundConnection, ? extends OutboundHandler> handler);

    /** The most servers whose history is remembered; those that were used least recently are forgotten. */
    int MAX_TARGETS = 1_000;

    /**
     * How connections went.
     *
     * @return by host and port
     */
    List<TargetHistory> targets();

    /**
     * The servers that may be connected to.
     *
     * @return the effective entries of the setting {@code allow}
     */
    List<String> allowed();
}
