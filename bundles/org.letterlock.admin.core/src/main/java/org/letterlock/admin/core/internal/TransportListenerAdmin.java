package org.letterlock.admin.core.internal;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.AdminException.Reason;
import org.letterlock.admin.api.DrainState;
import org.letterlock.admin.api.ListenerAdmin;
import org.letterlock.transport.api.Listeners;

/** Draining and resuming, in the terms of administration. */
final class TransportListenerAdmin implements ListenerAdmin {

    /** Below the time for which an SSH connection may be silent, 10 minutes at our own client. */
    private static final int MAX_WAIT_SECONDS = 540;

    private static final long POLL_MILLIS = 100;

    private final Supplier<@Nullable Listeners> listeners;

    /** Works on the listeners of each moment, null while there are none: a wait may outlast a transport. */
    TransportListenerAdmin(Supplier<@Nullable Listeners> listeners) {
        this.listeners = listeners;
    }

    @Override
    public DrainState drain(int waitSeconds) throws AdminException {
        if (waitSeconds < 0 || waitSeconds > MAX_WAIT_SECONDS) {
            throw new AdminException(Reason.INVALID, "wait 0 to " + MAX_WAIT_SECONDS + " seconds", null);
        }
        there().drain();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(waitSeconds);
        DrainState state = state();
        while (state.drained() && state.connections() > 0 && System.nanoTime() - end < 0) {
            pause();
            state = state();
        }
        return state;
    }

    @Override
    public DrainState resume() throws AdminException {
        there().resume();
        return state();
    }

    private static void pause() throws AdminException {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AdminException(Reason.UNAVAILABLE, "the wait was broken off; the gateway stays drained", e);
        }
    }

    private DrainState state() throws AdminException {
        Listeners now = there();
        int connections = now.status().stream()
                .mapToInt(listener -> listener.connections() - listener.waiting())
                .sum();
        return new DrainState(now.isDraining(), connections);
    }

    private Listeners there() throws AdminException {
        Listeners now = listeners.get();
        if (now == null) {
            throw new AdminException(Reason.UNAVAILABLE, "the transport is not there; gateway:status says why", null);
        }
        return now;
    }
}
