package org.letterlock.index.derby.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.letterlock.settings.SettingsReader;

/** Validated settings of the index. */
record Settings(Path folder, int maxBatchRecords, Duration batchPause, int maxReadConnections) {

    static Settings of(Map<String, ?> properties) {
        SettingsReader reader = new SettingsReader(DerbyMessageIndex.PID, properties);
        return new Settings(
                reader.path("indexDirectory").resolve("messages"),
                reader.integer("maxBatchRecords", 1, 100_000),
                Duration.ofMillis(reader.integer("batchPauseMillis", 0, 60_000)),
                reader.integer("maxReadConnections", 1, 100));
    }
}
