package org.letterlock.storage.log.internal;

import java.io.Closeable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.letterlock.storage.api.MessageStore.Following;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells callers and followers what became of their requests, on threads of its own, so that the writer writes on. */
final class Outcomes implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);
    private static final int THREADS = 2;

    private final ExecutorService executor = Executors.newFixedThreadPool(THREADS, Threads.named("outcome"));
    private final List<Runnable> followers = new CopyOnWriteArrayList<>();

    Following follow(Runnable follower) {
        // Wrapped, so that the same follower can be there twice.
        Runnable registered = () -> follower.run();
        followers.add(registered);
        return () -> followers.remove(registered);
    }

    /** Runs the steps of a batch, and tells the followers if the log has grown. */
    void tell(List<Runnable> steps, boolean advanced) {
        executor.execute(() -> {
            steps.forEach(Outcomes::runSafely);
            if (advanced) {
                followers.forEach(Outcomes::runSafely);
            }
        });
    }

    void fail(Request<?> request, Exception cause) {
        executor.execute(() -> runSafely(() -> request.fail(Failures.io("writing failed", cause))));
    }

    /** The request's memory and files are given back later. */
    void failKeeping(Request<?> request, Exception cause) {
        executor.execute(
                () -> runSafely(() -> request.future().completeExceptionally(Failures.io("writing failed", cause))));
    }

    @Override
    public void close() {
        Threads.finish(executor);
    }

    private static void runSafely(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.error("a caller's code failed", e);
        }
    }
}
