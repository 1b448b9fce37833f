package org.letterlock.crypto.openpgp.internal;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a few objects that are dear to make for whoever needs one next. Bounded, without a lock, and unlike a ThreadLocal
 * gone with its owner.
 */
final class Pool<T> {

    private static final int PLACES = 64;
    private static final int TRIES = 4;

    private final AtomicReferenceArray<@Nullable T> places = new AtomicReferenceArray<>(PLACES);
    private final Supplier<T> maker;

    Pool(Supplier<T> maker) {
        this.maker = maker;
    }

    T take() {
        int start = start();
        for (int i = 0; i < TRIES; i++) {
            T pooled = places.getAndSet((start + i) % PLACES, null);
            if (pooled != null) {
                return pooled;
            }
        }
        return maker.get();
    }

    void giveBack(T object) {
        int start = start();
        for (int i = 0; i < TRIES; i++) {
            if (places.compareAndSet((start + i) % PLACES, null, object)) {
                return;
            }
        }
    }

    /** Threads begin at different places, so that they seldom meet. */
    private static int start() {
        return (int) (Thread.currentThread().getId() * TRIES % PLACES);
    }
}
