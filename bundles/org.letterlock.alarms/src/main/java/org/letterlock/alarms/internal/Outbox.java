package org.letterlock.alarms.internal;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages that wait for one receiver, in order. What fails is tried again, later each time. Thread-safe; sending holds no lock.
 */
final class Outbox {

    static final int MAX_WAITING = 1_000;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final Receiver receiver;
    private final Clock clock;
    private final Runnable changed;
    private final Deque<Message> waiting = new ArrayDeque<>();
    private Instant next = Instant.EPOCH;
    private Duration pause = FIRST_PAUSE;
    private @Nullable String failure;
    private long dropped;

    /**
     * Makes it.
     *
     * @param kept what waited when the gateway ended
     * @param changed called when a message was taken, so that it is not sent again after a restart
     */
    Outbox(Receiver receiver, Collection<Message> kept, Clock clock, Runnable changed) {
        this.receiver = receiver;
        this.clock = clock;
        this.changed = changed;
        kept.forEach(this::add);
    }

    Receiver receiver() {
        return receiver;
    }

    /** If too many wait, the oldest is dropped. */
    synchronized void add(Message message) {
        if (waiting.size() == MAX_WAITING) {
            waiting.removeFirst();
            dropped++;
        }
        waiting.addLast(message);
    }

    synchronized List<Message> waiting() {
        return List.copyOf(waiting);
    }

    /** Why messages wait, null if none failed. */
    synchronized @Nullable String problem() {
        return failure == null
                ? null
                : "alarms are not taken by the " + receiver.name() + " receiver: " + failure
                        + (dropped == 0 ? "" : "; " + dropped + " were dropped");
    }

    /** Sends what is due, until nothing is or one fails. One thread. */
    void send() {
        for (Message message = due(); message != null; message = due()) {
            try {
                receiver.send(message);
                taken(message);
            } catch (IOException e) {
                failed(e);
            }
        }
    }

    private synchronized @Nullable Message due() {
        return clock.instant().isBefore(next) ? null : waiting.peekFirst();
    }

    private void taken(Message message) {
        synchronized (this) {
            // It may have been dropped meanwhile.
            waiting.remove(message);
            failure = null;
            dropped = 0;
            pause = FIRST_PAUSE;
        }
        changed.run();
    }

    private synchronized void failed(IOException e) {
        failure = e.getMessage();
        next = clock.instant().plus(pause);
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
    }
}
