package org.letterlock.transport.mina.internal;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** Counts open connections of each peer address against a limit. Thread-safe. */
final class AddressLimit {

    private final int max;
    private final Map<InetAddress, Integer> counts = new HashMap<>();

    AddressLimit(int max) {
        this.max = max;
    }

    /** Counts a connection; false, and not counted, if it is one too many. */
    synchronized boolean enter(InetAddress address) {
        if (counts.getOrDefault(address, 0) >= max) {
            return false;
        }
        counts.merge(address, 1, Integer::sum);
        return true;
    }

    synchronized void leave(InetAddress address) {
        counts.computeIfPresent(address, (a, n) -> n == 1 ? null : n - 1);
    }
}
