package org.letterlock.admin.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * New values of settings.
 *
 * @param values by key; null for the default
 */
public record SettingChanges(Map<String, @Nullable String> values) {

    private static final List<String> SECRETS = List.of("password", "secret", "token", "hmac");

    /** Copies the map. */
    public SettingChanges {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * Whether a setting's value must not be seen.
     *
     * @param key its key
     * @return whether
     */
    public static boolean isSecret(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return SECRETS.stream().anyMatch(lower::contains);
    }

    /** As the audit log shows it: no secret. */
    @Override
    public String toString() {
        Map<String, String> shown = new LinkedHashMap<>();
        values.forEach((key, value) -> shown.put(key, value == null ? "(default)" : isSecret(key) ? "***" : value));
        return shown.toString();
    }
}
