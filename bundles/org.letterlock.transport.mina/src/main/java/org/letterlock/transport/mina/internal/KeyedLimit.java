package org.letterlock.transport.mina.internal;

import java.util.HashMap;
import java.util.Map;

/** Counts open connections of each key, such as a peer's address, against a limit. Thread-safe. */
final class KeyedLimit<K> {

    private final int max;
    private final Map<K, Integer> counts = new HashMap<>();

    KeyedLimit(int max) {
        this.max = max;
    }

    /** Counts a connection; false, and not counted, if it is one too many. */
    synchronized boolean enter(K key) {
        if (counts.getOrDefault(key, 0) >= max) {
            return false;
        }
        counts.merge(key, 1, Integer::sum);
        return true;
    }

    synchronized void leave(K key) {
        counts.computeIfPresent(key, (k, n) -> n == 1 ? null : n - 1);
    }
}
