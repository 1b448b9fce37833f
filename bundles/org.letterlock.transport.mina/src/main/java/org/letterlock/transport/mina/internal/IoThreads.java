package org.letterlock.transport.mina.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that MINA's loops run on: each as long as it has something to wait for. */
final class IoThreads implements Executor {

    private static final int IDLE_SECONDS = 10;
    private static final int STOP_SECONDS = 2;

    private final AtomicInteger loops = new AtomicInteger();
    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> new Thread(task, "letterlock-transport"));

    /** The name of the next loop's thread. */
    String nextLoopName() {
        return "letterlock-io-" + loops.incrementAndGet();
    }

    @Override
    public void execute(Runnable loop) {
        pool.execute(loop);
    }

    /** Waits for the loops, which must have been told to end. */
    boolean stop() {
        pool.shutdown();
        try {
            return pool.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
