package org.letterlock.admin.core.internal;

import java.util.List;
import java.util.function.Supplier;
import org.letterlock.transport.api.ListenerStatus;
import org.letterlock.transport.api.Listeners;

/** Listeners that say what they are told to, and can be drained. */
final class FakeListeners implements Listeners {

    private final Supplier<List<ListenerStatus>> status;
    private volatile boolean draining;

    FakeListeners(Supplier<List<ListenerStatus>> status) {
        this.status = status;
    }

    @Override
    public List<ListenerStatus> status() {
        return status.get();
    }

    @Override
    public void drain() {
        draining = true;
    }

    @Override
    public void resume() {
        draining = false;
    }

    @Override
    public boolean isDraining() {
        return draining;
    }
}
