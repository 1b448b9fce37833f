package org.letterlock.transport.mina.internal;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** Counts open connections against a limit, in all and per peer address. Thread-safe. */
final class ConnectionLimit {

    private final int max;
    private final int maxPerAddress;
    private final Map<InetAddress, Integer> perAddress = new HashMap<>();
    private int count;

    ConnectionLimit(int max, int maxPerAddress) {
        this.max = max;
        this.maxPerAddress = maxPerAddress;
    }

    /** Counts a connection; false, and not counted, if it is one too many. */
    synchronized boolean enter(InetAddress address) {
        if (count >= max || perAddress.getOrDefault(address, 0) >= maxPerAddress) {
            return false;
        }
        count++;
        perAddress.merge(address, 1, Integer::sum);
        return true;
    }

    synchronized void leave(InetAddress address) {
        count--;
        perAddress.computeIfPresent(address, (a, n) -> n == 1 ? null : n - 1);
    }
}
