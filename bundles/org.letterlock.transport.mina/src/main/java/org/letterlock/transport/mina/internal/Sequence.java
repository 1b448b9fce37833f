package org.letterlock.transport.mina.internal;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one at a time and in order without a thread of its own: the caller runs its task if nothing else runs, else
 * whoever runs does it next. After the last task of a run {@link #settle()} is called, still within the sequence.
 *
 * <p>That a sequence is free and that its queue is empty is one fact, changed under one lock: otherwise a thread could
 * enter before its own earlier task, which still waits.
 */
abstract class Sequence {

    private final Object lock = new Object();

    // Guarded by the lock; nothing waits while the sequence is free.
    private final Queue<Runnable> queue = new ArrayDeque<>();
    private boolean entered;

    private volatile @Nullable Thread owner;

    /** Runs the task now if the sequence is idle, later if not. */
    public final void execute(Runnable task) {
        if (enterOrQueue(task)) {
            try {
                guard(task);
            } finally {
                leave();
            }
        }
    }

    /** Enters the sequence if it is idle; the caller does its work and then calls {@link #leave()}. */
    final boolean tryEnter() {
        return enterOrQueue(null);
    }

    private boolean enterOrQueue(@Nullable Runnable task) {
        synchronized (lock) {
            if (entered) {
                if (task != null) {
                    queue.add(task);
                }
                return false;
            }
            entered = true;
        }
        owner = Thread.currentThread();
        return true;
    }

    /** Ends what {@link #tryEnter()} began, and runs what waits. */
    final void leave() {
        Runnable next = next(false);
        do {
            while (next != null) {
                guard(next);
                next = next(false);
            }
            guard(this::settle);
            next = next(true);
        } while (next != null);
    }

    /** What waits, or null; the sequence is free then if that is wanted. */
    private @Nullable Runnable next(boolean freeIfNone) {
        synchronized (lock) {
            Runnable next = queue.poll();
            if (next == null && freeIfNone) {
                owner = null;
                entered = false;
            }
            return next;
        }
    }

    /** Whether the calling thread is within the sequence. */
    final boolean isEntered() {
        return owner == Thread.currentThread();
    }

    /** Runs a task; what it throws must not end the sequence. */
    abstract void guard(Runnable task);

    /** The tasks of a run are done. */
    abstract void settle();
}
