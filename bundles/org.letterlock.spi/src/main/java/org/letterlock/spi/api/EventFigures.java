package org.letterlock.spi.api;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** How the listeners are doing. Thread-safe; does not block. */
@ProviderType
public interface EventFigures {

    /**
     * The listeners of now.
     *
     * @return in the order in which they came
     */
    List<ListenerFigures> listeners();

    /**
     * How a listener is doing. It counts from the moment when it was registered.
     *
     * @param name its component's name, or that of its class
     * @param bundle symbolic name of its bundle
     * @param version its bundle's version
     * @param delivered events that were handed to it, those that it failed on included
     * @param dropped events that its queue could not take
     * @param failures events that it threw something on
     * @param queued events that wait for it now
     * @param capacity events that can wait for it
     * @param busySince since when it has been handling the event of now, null if it waits for one
     */
    record ListenerFigures(
            String name,
            String bundle,
            String version,
            long delivered,
            long dropped,
            long failures,
            int queued,
            int capacity,
            @Nullable Instant busySince) {

        /** Checks for null. */
        public ListenerFigures {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(bundle, "bundle");
            Objects.requireNonNull(version, "version");
        }
    }
}
