package org.letterlock.transport.mina.internal;

/** Counts open connections against a limit. Thread-safe. */
final class ConnectionLimit {

    private final int max;
    private int count;

    ConnectionLimit(int max) {
        this.max = max;
    }

    /** Counts a connection; false, and not counted, if it is one too many. */
    synchronized boolean enter() {
        if (count >= max) {
            return false;
        }
        count++;
        return true;
    }

    synchronized void leave() {
        count--;
    }
}
