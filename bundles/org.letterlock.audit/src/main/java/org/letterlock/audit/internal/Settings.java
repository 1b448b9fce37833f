package org.letterlock.audit.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.letterlock.settings.SettingsReader;

/**
 * The settings, checked.
 *
 * @param retention for how long files are kept, zero for ever
 */
record Settings(Path dataDirectory, Duration retention, Duration headInterval) {

    static Settings from(Map<String, ?> properties) {
        SettingsReader reader = new SettingsReader(AuditTrail.PID, properties);
        return new Settings(
                reader.path("dataDirectory"),
                Duration.ofDays(reader.integer("retentionDays", 0, 36_500)),
                Duration.ofHours(reader.integer("headIntervalHours", 1, 8_760)));
    }
}
