package org.letterlock.pop3.server.internal;

import java.time.Duration;

/**
 * Measures how long a peer has been silent while it was its turn, in steps of the ticks, and decides whether its session
 * may be replaced. Thread-safe, since another session's login asks: what the peer does and being replaced come one after
 * the other, whichever thread is first.
 */
final class PeerTimer {

    private final long timeoutNanos;
    private final long replaceableNanos;
    private boolean active = true;
    private boolean yielded;
    private long since;
    private long now;

    PeerTimer(Duration timeout, Duration replaceableAfter) {
        timeoutNanos = timeout.toNanos();
        replaceableNanos = replaceableAfter.toNanos();
    }

    /** The peer sent or took something; false if that was too late, because the session has yielded. */
    synchronized boolean active() {
        active = true;
        return !yielded;
    }

    /** Called at every tick. */
    synchronized boolean isOver(long nanoTime, boolean waitsForPeer) {
        if (active || !waitsForPeer) {
            active = false;
            since = nanoTime;
        }
        now = nanoTime;
        return now - since >= timeoutNanos;
    }

    /** Whether the session yields to another one from here on; true once at most. */
    synchronized boolean yieldIfIdle() {
        if (active || yielded || now - since < replaceableNanos) {
            return false;
        }
        yielded = true;
        return true;
    }
}
