package org.letterlock.transport.api;

import java.util.Objects;

/**
 * How a listener is doing.
 *
 * @param listener its settings
 * @param address the address it is configured to bind
 * @param port the port it is bound to; the configured one (0 = any) while it is not bound
 * @param state what it does now
 * @param detail why it is not accepting, empty otherwise
 * @param connections open connections
 * @param waiting those of them that wait for a protocol, a certificate or the PROXY header of a load balancer
 * @param refused connections turned away since it started, because of a limit
 */
public record ListenerStatus(
        ListenerInfo listener,
        String address,
        int port,
        State state,
        String detail,
        int connections,
        int waiting,
        long refused) {

    /** Checks for null. */
    public ListenerStatus {
        Objects.requireNonNull(listener, "listener");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(detail, "detail");
    }

    /** What a listener does. */
    public enum State {
        /** Bound, and a protocol takes its connections, unless the gateway is drained. */
        ACCEPTING,
        /** Bound, but new connections wait for a protocol or a certificate. */
        WAITING,
        /** Not bound; the detail says why. */
        FAILED
    }
}
