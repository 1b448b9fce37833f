package org.letterlock.pop3.server.internal;

import java.time.Duration;

/** Measures how long a peer has been silent while it was its turn, in steps of the ticks. */
final class PeerTimer {

    private final long timeoutNanos;
    private boolean active = true;
    private long since;

    PeerTimer(Duration timeout) {
        timeoutNanos = timeout.toNanos();
    }

    /** The peer sent or took something. */
    void active() {
        active = true;
    }

    /** Called at every tick. */
    boolean isOver(long nanoTime, boolean waitsForPeer) {
        if (active || !waitsForPeer) {
            active = false;
            since = nanoTime;
        }
        return nanoTime - since >= timeoutNanos;
    }
}
