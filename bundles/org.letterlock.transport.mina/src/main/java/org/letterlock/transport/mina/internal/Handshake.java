package org.letterlock.transport.mina.internal;

import java.time.Duration;
import org.letterlock.transport.api.HandshakeObserver.Outcome;

/** A handshake at a listener, to be told of once. Confined to the connection's sequence. */
final class Handshake {

    private final String listener;
    private final HandshakeObservers observers;
    private final long startNanos = System.nanoTime();
    private boolean ended;

    /** It begins. */
    Handshake(String listener, HandshakeObservers observers) {
        this.listener = listener;
        this.observers = observers;
    }

    /** It has ended, unless it had before. */
    void end(Outcome outcome) {
        if (!ended) {
            ended = true;
            observers.tell(listener, Duration.ofNanos(System.nanoTime() - startNanos), outcome);
        }
    }
}
