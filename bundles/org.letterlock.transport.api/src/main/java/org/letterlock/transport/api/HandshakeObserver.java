package org.letterlock.transport.api;

import java.time.Duration;
import org.osgi.annotation.versioning.ConsumerType;

/** Is told of the TLS handshakes at the listeners. Registered as a service by whoever wants to know. */
@ConsumerType
public interface HandshakeObserver {

    /**
     * A handshake has ended. Called on an I/O thread, by several at a time: it must not block. What it throws is logged once
     * and does no harm to the connection.
     *
     * @param listener name of the listener
     * @param duration from the moment when the gateway was ready for the client's first octet of TLS, so that a client that
     *     is slow to begin counts
     * @param outcome how it ended
     */
    void handshakeEnded(String listener, Duration duration, Outcome outcome);

    /** How a handshake ends. */
    enum Outcome {
        /** The connection is secured. */
        ESTABLISHED,
        /** What the client sent is no TLS, or both have no protocol, cipher suite or trust in common. */
        FAILED,
        /** The client went, or took too long. */
        CUT
    }
}
