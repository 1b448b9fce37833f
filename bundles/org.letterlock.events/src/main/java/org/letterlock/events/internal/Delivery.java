package org.letterlock.events.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.letterlock.spi.api.EventFigures.ListenerFigures;
import org.letterlock.spi.api.GatewayEvent;
import org.letterlock.spi.api.GatewayEventListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to one listener, by a thread of its own. Whoever brings an event pays for a queue's node and a few atomic
 * operations; no lock is taken, see docs/adr/0042-events-are-queued-for-each-listener.md.
 */
final class Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    /**
     * For so long nobody wakes the thread after it has handed on all there was: under load it comes by itself, and waking a
     * thread is what would cost most.
     */
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** More kinds of failures than this are counted only. */
    private static final int MAX_KINDS_LOGGED = 20;

    private static final long IDLE = 0;

    private final ListenerName name;
    private final GatewayEventListener listener;
    private final int capacity;
    private final Clock clock;
    private final Thread thread;

    private final Queue<GatewayEvent> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final LongAdder dropped = new LongAdder();
    private final AtomicBoolean dropIsLogged = new AtomicBoolean();
    private volatile boolean waitsToBeWoken;
    private volatile boolean stopped;

    private final LongAdder delivered = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile long busySinceMillis = IDLE;

    /** Used by the thread only. */
    private final Set<String> kindsLogged = new HashSet<>();

    Delivery(ListenerName name, GatewayEventListener listener, int capacity, Clock clock) {
        this.name = name;
        this.listener = listener;
        this.capacity = capacity;
        this.clock = clock;
        this.thread = new Thread(this::run, "letterlock-events-" + name.name());
        // One that hangs must not keep the gateway from ending.
        thread.setDaemon(true);
        thread.setContextClassLoader(listener.getClass().getClassLoader());
    }

    void start() {
        thread.start();
    }

    /** Queues an event, or drops it. From any thread. */
    void offer(GatewayEvent event) {
        if (queued.incrementAndGet() > capacity) {
            queued.decrementAndGet();
            drop();
            return;
        }
        queue.add(event);
        if (waitsToBeWoken) {
            LockSupport.unpark(thread);
        }
    }

    private void drop() {
        dropped.increment();
        if (dropIsLogged.compareAndSet(false, true)) {
            LOG.warn(
                    "events are dropped: {} has {} waiting, the most there may be; handling one since {}. Further drops are"
                            + " counted only",
                    name,
                    capacity,
                    busySince());
        }
    }

    private void run() {
        while (!stopped) {
            GatewayEvent event = queue.poll();
            if (event == null) {
                event = await();
            }
            if (event != null && !stopped) {
                queued.decrementAndGet();
                deliver(event);
            }
        }
    }

    private @Nullable GatewayEvent await() {
        LockSupport.parkNanos(this, GATHER_NANOS);
        GatewayEvent event = queue.poll();
        if (event == null) {
            waitsToBeWoken = true;
            event = queue.poll();
            if (event == null && !stopped) {
                LockSupport.park(this);
            }
            waitsToBeWoken = false;
        }
        return event;
    }

    private void deliver(GatewayEvent event) {
        busySinceMillis = clock.millis();
        try {
            listener.on(event);
        } catch (Throwable e) {
            // Whatever it is, also a class that went with its bundle, the next event comes.
            failed(event, e);
        }
        busySinceMillis = IDLE;
        delivered.increment();
        // Left behind, it would keep this thread from ever waiting again.
        var unused = Thread.interrupted();
    }

    private void failed(GatewayEvent event, Throwable failure) {
        failures.increment();
        if (kindsLogged.size() < MAX_KINDS_LOGGED
                && kindsLogged.add(failure.getClass().getName())) {
            LOG.warn(
                    "a listener failed: {} on {}; further failures of this kind are counted only",
                    name,
                    event.getClass().getSimpleName(),
                    failure);
        }
    }

    private @Nullable Instant busySince() {
        long since = busySinceMillis;
        return since == IDLE ? null : Instant.ofEpochMilli(since);
    }

    ListenerFigures figures() {
        return new ListenerFigures(
                name.name(),
                name.bundle(),
                name.version(),
                delivered.sum(),
                dropped.sum(),
                failures.sum(),
                Math.min(queued.get(), capacity),
                capacity,
                busySince());
    }

    /** Lets the thread end after the event of now; does not wait for it. */
    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    /**
     * Waits for the thread's end. It is not interrupted: an interrupt closes the file channel that the listener may be
     * reading, which may be the store's.
     *
     * @param deadlineNanos until when, by {@link System#nanoTime()}
     */
    void awaitEnd(long deadlineNanos) {
        try {
            // 0 would mean for ever.
            long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime()));
            thread.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn(
                    "a listener that left has not returned: {}, handling an event since {}; its thread ends when it does",
                    name,
                    busySince());
        }
        int left = Math.min(queued.get(), capacity);
        if (left > 0) {
            LOG.info("a listener left before {} events: {}", left, name);
        }
        queue.clear();
    }

    /** Whether a listener's thread goes on. For tests. */
    boolean isAlive() {
        return thread.isAlive();
    }
}
