package org.letterlock.transport.mina.internal;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.letterlock.transport.api.ProtocolHandlerFactory;
import org.osgi.framework.Version;

/** The protocols that are there now. Thread-safe. */
final class Protocols {

    private record Entry(String protocol, Version version, ProtocolHandlerFactory factory) {}

    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    void add(String protocol, Version version, ProtocolHandlerFactory factory) {
        entries.add(new Entry(protocol, version, factory));
    }

    /** By instance: two versions of a bundle may be there. */
    void remove(ProtocolHandlerFactory factory) {
        entries.removeIf(entry -> entry.factory() == factory);
    }

    boolean contains(ProtocolHandlerFactory factory) {
        return entries.stream().anyMatch(entry -> entry.factory() == factory);
    }

    /** The one of the bundle with the highest version, or null if there is none. */
    @Nullable ProtocolHandlerFactory best(String protocol) {
        return entries.stream()
                .filter(entry -> entry.protocol().equals(protocol))
                .max(Comparator.comparing(Entry::version))
                .map(Entry::factory)
                .orElse(null);
    }
}
