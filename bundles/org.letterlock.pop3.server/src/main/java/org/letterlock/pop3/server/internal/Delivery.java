package org.letterlock.pop3.server.internal;

import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.letterlock.pop3.server.internal.Retrieval.Progress;
import org.letterlock.transport.api.Connection;

/**
 * Has a session's mails read and sent by workers. A worker is given up while the peer is slow, and goes on with the next
 * mail at once if that was asked for in the same breath. All methods are called within the connection's sequence.
 */
final class Delivery {

    private static final long BUDGET_OCTETS = 1024 * 1024;

    /** Who wants to know how a retrieval ended; called within the connection's sequence. */
    interface Listener {
        void delivered(Retrieval retrieval, Progress how);
    }

    /** A worker's visit to this session. */
    private static final class Visit {
        private final Thread worker = Thread.currentThread();
        private final Retrieval.Turn turn = new Retrieval.Turn(BUDGET_OCTETS);
        /** Written and read by the worker only. */
        private @Nullable Retrieval next;
    }

    private final Connection connection;
    private final Workers workers;
    private final Listener listener;

    private @Nullable Visit visit;
    private @Nullable Retrieval current;
    private boolean parked;
    private boolean cancelled;

    Delivery(Connection connection, Workers workers, Listener listener) {
        this.connection = connection;
        this.workers = workers;
        this.listener = listener;
    }

    void start(Retrieval retrieval) {
        current = retrieval;
        proceed(retrieval);
    }

    /** Whether the peer is waited for. */
    boolean isParked() {
        return parked;
    }

    void writable() {
        if (parked && current != null) {
            parked = false;
            proceed(current);
        }
    }

    /** Nothing more is sent; what is being read is closed by whoever reads it. */
    void cancel() {
        cancelled = true;
        if (current != null) {
            current.cancel();
            if (parked) {
                current.close();
            }
        }
    }

    private void proceed(Retrieval retrieval) {
        if (visit != null && visit.worker == Thread.currentThread() && !visit.turn.isOver()) {
            visit.next = retrieval;
            return;
        }
        try {
            workers.execute(() -> work(retrieval));
        } catch (RejectedExecutionException e) {
            retrieval.close();
            connection.abort();
        }
    }

    private void work(Retrieval first) {
        Visit mine = new Visit();
        Retrieval next = first;
        boolean orderly = false;
        try {
            while (next != null) {
                Retrieval retrieval = next;
                Progress progress = retrieval.send(connection, mine.turn);
                mine.next = null;
                connection.execute(() -> enter(mine, retrieval, progress));
                next = mine.next;
            }
            orderly = true;
        } finally {
            if (!orderly) {
                connection.abort();
            }
        }
    }

    private void enter(Visit entering, Retrieval retrieval, Progress progress) {
        visit = entering;
        try {
            if (cancelled) {
                retrieval.close();
            } else {
                goOn(retrieval, progress);
            }
        } finally {
            visit = null;
        }
    }

    private void goOn(Retrieval retrieval, Progress progress) {
        switch (progress) {
            case MORE -> proceed(retrieval);
            case SLOW_PEER -> {
                parked = true;
                // It may have become writable since the worker looked.
                if (connection.isWritable()) {
                    writable();
                }
            }
            case SENT, UNREADABLE, BROKEN -> {
                current = null;
                listener.delivered(retrieval, progress);
            }
        }
    }
}
