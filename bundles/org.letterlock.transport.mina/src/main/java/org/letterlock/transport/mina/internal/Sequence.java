package org.letterlock.transport.mina.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one at a time and in order without a thread of its own: the caller runs its task if nothing else runs, else
 * whoever runs does it next. After the last task of a run its members settle, still within the sequence.
 *
 * <p>That a sequence is free and that its queue is empty is one fact, changed under one lock: otherwise a thread could
 * enter before its own earlier task, which still waits.
 */
final class Sequence {

    /** What runs in the sequence. */
    interface Member {

        /** The tasks of a run are done. Throws nothing. */
        void settle();
    }

    // Confined to the sequence.
    private final List<Member> members = new ArrayList<>(1);
    private boolean touched;

    private final Object lock = new Object();

    // Guarded by the lock; nothing waits while the sequence is free.
    private final Queue<Runnable> queue = new ArrayDeque<>();
    private boolean entered;

    private volatile @Nullable Thread owner;

    /** Who settles from now on. Within the sequence, or before it is used. */
    void add(Member member) {
        members.add(member);
    }

    /** Within the sequence. */
    void remove(Member member) {
        members.remove(member);
        touched = true;
    }

    /** A member has something new to settle; the others may have caused it while they settled. Within the sequence. */
    void touch() {
        touched = true;
    }

    /** Runs the task now if the sequence is idle, later if not. It throws nothing. */
    void execute(Runnable task) {
        if (enterOrQueue(task)) {
            try {
                task.run();
            } finally {
                leave();
            }
        }
    }

    /** Enters the sequence if it is idle; the caller does its work and then calls {@link #leave()}. */
    boolean tryEnter() {
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
    void leave() {
        Runnable next = next(false);
        do {
            while (next != null) {
                next.run();
                next = next(false);
            }
            settle();
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
    boolean isEntered() {
        return owner == Thread.currentThread();
    }

    private void settle() {
        do {
            touched = false;
            // By index: one that goes meanwhile touches the sequence.
            for (int i = 0; i < members.size(); i++) {
                members.get(i).settle();
            }
        } while (touched && members.size() > 1);
    }
}
