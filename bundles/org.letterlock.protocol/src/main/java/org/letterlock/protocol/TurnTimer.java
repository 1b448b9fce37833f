package org.letterlock.protocol;

/** How long a peer has let us wait, as exact as the ticks are frequent. Not thread-safe. */
public final class TurnTimer {

    private boolean progress = true;
    private long sinceNanos;

    /** The peer has done what we waited for, or it was not its turn. */
    public void restart() {
        progress = true;
    }

    /**
     * Time passes.
     *
     * @param nanoTime the clock of {@link System#nanoTime()}
     * @param timeoutNanos how long the peer may take
     * @return whether it has let us wait for too long
     */
    public boolean hasRunOut(long nanoTime, long timeoutNanos) {
        if (progress) {
            progress = false;
            sinceNanos = nanoTime;
        }
        return nanoTime - sinceNanos >= timeoutNanos;
    }
}
