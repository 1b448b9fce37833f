package org.letterlock.transport.mina.internal;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one at a time and in order without a thread of its own: the caller runs its task if nothing else runs, else
 * whoever runs does it next. After the last task of a run {@link #settle()} is called, still within the sequence.
 */
abstract class Sequence {

    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();

    /** The task that runs and those that wait; who takes it from 0 to 1 runs them. */
    private final AtomicInteger pending = new AtomicInteger();

    private volatile @Nullable Thread owner;

    /** Runs the task now if the sequence is idle, later if not. */
    public final void execute(Runnable task) {
        if (tryEnter()) {
            try {
                guard(task);
            } finally {
                leave();
            }
        } else {
            enqueue(task);
        }
    }

    /** Enters the sequence if it is idle; the caller does its work and then calls {@link #leave()}. */
    final boolean tryEnter() {
        // One that counts its task may have run another's, added but not counted yet: its own waits for that count, and
        // must
        // not be overtaken by its next.
        if (!queue.isEmpty() || !pending.compareAndSet(0, 1)) {
            return false;
        }
        owner = Thread.currentThread();
        return true;
    }

    /** Runs the task after those that wait. */
    final void enqueue(Runnable task) {
        queue.add(task);
        if (pending.getAndIncrement() == 0) {
            owner = Thread.currentThread();
            drain();
        }
    }

    /** Ends what {@link #tryEnter()} began. */
    final void leave() {
        if (pending.get() == 1) {
            guard(this::settle);
        }
        if (release()) {
            drain();
        }
    }

    /** Whether the calling thread is within the sequence. */
    final boolean isEntered() {
        return owner == Thread.currentThread();
    }

    private void drain() {
        do {
            // A task is in the queue before it is counted.
            guard(queue.remove());
            if (pending.get() == 1) {
                guard(this::settle);
            }
        } while (release());
    }

    /** Whether there is more to do; if not, the sequence is free. */
    private boolean release() {
        if (pending.get() == 1) {
            owner = null;
            if (pending.compareAndSet(1, 0)) {
                return false;
            }
            owner = Thread.currentThread();
        }
        pending.getAndDecrement();
        return true;
    }

    /** Runs a task; what it throws must not end the sequence. */
    abstract void guard(Runnable task);

    /** The tasks of a run are done. */
    abstract void settle();
}
