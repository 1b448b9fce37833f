package org.letterlock.proxy;

/** How long something has been waiting, by the ticks of a connection: counted from the first one. Not thread-safe. */
public final class TickClock {

    private boolean counts;
    private long since;

    /**
     * Time passes.
     *
     * @param nanoTime the clock of {@link System#nanoTime()}
     * @return nanoseconds since the first call
     */
    public long elapsedNanos(long nanoTime) {
        if (!counts) {
            counts = true;
            since = nanoTime;
        }
        return nanoTime - since;
    }
}
