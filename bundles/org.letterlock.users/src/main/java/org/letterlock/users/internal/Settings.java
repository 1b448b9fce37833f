package org.letterlock.users.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.letterlock.settings.SettingsReader;

/** The settings, checked. */
record Settings(
        Path dataDirectory,
        String hostname,
        Duration maxSignInDelay,
        Duration failedSignInMemory,
        int passwordThreads,
        Duration passwordMemory) {

    static Settings read(Map<String, ?> properties) {
        SettingsReader reader = new SettingsReader(Users.PID, properties);
        return new Settings(
                reader.path("dataDirectory"),
                reader.text("hostname"),
                Duration.ofSeconds(reader.integer("maxSignInDelaySeconds", 0, 3_600)),
                Duration.ofSeconds(reader.integer("failedSignInMemorySeconds", 60, 86_400)),
                reader.integer("passwordThreads", 1, 64),
                Duration.ofSeconds(reader.integer("passwordMemorySeconds", 0, 300)));
    }
}
