package org.letterlock.transport.mina.internal;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.letterlock.settings.SpecialAddress;

/** Looks names up on threads of its own, since the system's resolver blocks. Thread-safe. */
final class Resolver {

    private static final int IDLE_SECONDS = 10;

    /** A server with more is as well served by the first ones. */
    private static final int MAX_ADDRESSES = 8;

    /** Finds all addresses of a host; an address as text is its own. */
    interface Lookup {
        InetAddress[] find(String host) throws UnknownHostException;
    }

    /**
     * An address of a server.
     *
     * @param own whether it is this machine's
     */
    record Place(InetAddress address, boolean own) {}

    /** Who gets the answer: on a thread of the resolver, once at most. No place: there is none. */
    interface Answer {
        void found(List<Place> places);
    }

    private final Lookup lookup;
    private final ThreadPoolExecutor threads;

    Resolver(Lookup lookup, int maxLookups, int maxWaiting) {
        this.lookup = lookup;
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                maxLookups,
                maxLookups,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(Math.max(1, maxWaiting)),
                task -> {
                    Thread thread = new Thread(task, "letterlock-resolver-" + number.incrementAndGet());
                    // The system's resolver cannot be interrupted: nobody waits for it at the end.
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** Begins; whoever does not want the answer any more runs what is returned, so that nothing waits in the queue. */
    Runnable resolve(String host, Answer answer) throws RejectedExecutionException {
        Runnable task = () -> answer.found(find(host));
        threads.execute(task);
        return () -> threads.remove(task);
    }

    private List<Place> find(String host) {
        List<Place> places = new ArrayList<>();
        try {
            for (InetAddress found : lookup.find(host)) {
                InetAddress address = SpecialAddress.plain(found);
                if (places.size() < MAX_ADDRESSES) {
                    places.add(new Place(address, isOwn(address)));
                }
            }
        } catch (UnknownHostException e) {
            return List.of();
        }
        return places;
    }

    private static boolean isOwn(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(SpecialAddress.destination(address)) != null;
        } catch (SocketException e) {
            // Better to refuse a stranger than to connect to ourselves.
            return true;
        }
    }

    /** Waits for nothing. */
    void stop() {
        threads.shutdownNow();
    }
}
