package org.letterlock.transport.mina.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The transport's threads, above all those of MINA's loops, each as long as it has something to wait for. */
final class IoThreads implements Executor {

    private static final int IDLE_SECONDS = 10;
    private static final int STOP_SECONDS = 2;

    private final AtomicInteger loops = new AtomicInteger();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> newThread(task, "letterlock-transport"));

    /** The name of the next loop's thread. */
    String nextLoopName() {
        return "letterlock-io-" + loops.incrementAndGet();
    }

    /** A thread that is waited for at the end. */
    Thread newThread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        threads.removeIf(old -> old.getState() == Thread.State.TERMINATED);
        threads.add(thread);
        return thread;
    }

    @Override
    public void execute(Runnable loop) {
        pool.execute(loop);
    }

    /** Waits for all threads, which must have been told to end. */
    boolean stop() {
        pool.shutdown();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
        try {
            for (Thread thread : threads) {
                TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, end - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return threads.stream().noneMatch(Thread::isAlive);
    }
}
