package org.letterlock.admin.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a component.
 *
 * @param pid its PID
 * @param factoryPid what it is one of, null if there is but one
 * @param name what it is called, for people
 * @param description what it does, for people, may be empty
 * @param settings its settings, in the order in which they are declared
 */
public record ComponentSettings(
        String pid, @Nullable String factoryPid, String name, String description, List<Item> settings) {

    /** Copies the list. */
    public ComponentSettings {
        settings = List.copyOf(settings);
    }

    /**
     * A setting.
     *
     * @param key its key
     * @param type {@code string}, {@code integer}, {@code long}, {@code double} or {@code boolean}
     * @param many whether it may have several values
     * @param options the values that can be; empty for any
     * @param description what it means, with unit and range, for people
     * @param defaultValue what holds where nothing is configured; empty for none
     * @param value what holds now; secrets are masked
     * @param source {@code default}, {@code environment LETTERLOCK_...} or {@code etc}
     * @param secret whether its value is never shown
     */
    public record Item(
            String key,
            String type,
            boolean many,
            List<String> options,
            String description,
            String defaultValue,
            String value,
            String source,
            boolean secret) {

        /** Copies the options. */
        public Item {
            options = List.copyOf(options);
        }
    }
}
