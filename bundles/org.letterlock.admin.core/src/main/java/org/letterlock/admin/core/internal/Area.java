package org.letterlock.admin.core.internal;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An area of the administration.
 *
 * @param type its interface
 * @param bundle symbolic name of the bundle that provides it
 * @param part what provides it at the moment, null while nothing does
 */
record Area(Class<?> type, String bundle, Supplier<? extends @Nullable Object> part) {

    static <T> Area of(Class<T> type, String bundle, Supplier<? extends @Nullable T> part) {
        return new Area(type, bundle, part);
    }
}
