package org.letterlock.protocol.smtp;

/** How long the client has let us wait, as exact as the ticks are frequent. */
final class TurnTimer {

    private boolean progress = true;
    private long sinceNanos;

    /** The client has done what we waited for, or it was not its turn. */
    void restart() {
        progress = true;
    }

    /** Time passes: whether the client has let us wait for too long. */
    boolean hasRunOut(long nanoTime, long timeoutNanos) {
        if (progress) {
            progress = false;
            sinceNanos = nanoTime;
        }
        return nanoTime - sinceNanos >= timeoutNanos;
    }
}
