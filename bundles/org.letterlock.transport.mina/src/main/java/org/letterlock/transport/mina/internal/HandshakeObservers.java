package org.letterlock.transport.mina.internal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.letterlock.transport.api.HandshakeObserver;
import org.letterlock.transport.api.HandshakeObserver.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who wants to know of handshakes. Thread-safe. */
final class HandshakeObservers {

    private static final Logger LOG = LoggerFactory.getLogger(HandshakeObservers.class);

    private final List<HandshakeObserver> observers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean failureIsLogged = new AtomicBoolean();

    void add(HandshakeObserver observer) {
        observers.add(observer);
    }

    void remove(HandshakeObserver observer) {
        observers.remove(observer);
    }

    void tell(String listener, Duration duration, Outcome outcome) {
        for (HandshakeObserver observer : observers) {
            try {
                observer.handshakeEnded(listener, duration, outcome);
            } catch (RuntimeException | LinkageError e) {
                // A class may have gone with its bundle. No connection is to end because of who looks at it.
                if (failureIsLogged.compareAndSet(false, true)) {
                    LOG.warn("an observer of handshakes failed; further failures are not logged", e);
                }
            }
        }
    }
}
