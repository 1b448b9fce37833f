package org.letterlock.intake.core.internal;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.letterlock.settings.SettingsReader;

/** The validated settings of the intake. */
record Settings(String hostname, int maxCopiesInProgress, Path deduplicationKeyFile) {

    private static final String DEFAULT_KEY_FILE = "keys/deduplication.secret";
    private static final Pattern HOSTNAME = Pattern.compile("[A-Za-z0-9._-]{1,255}|\\[[A-Za-z0-9.:]{1,60}]");

    static Settings from(Map<String, ?> properties) {
        SettingsReader reader = new SettingsReader(SealingIntake.PID, properties);
        String hostname = reader.text("hostname");
        if (!HOSTNAME.matcher(hostname).matches()) {
            throw reader.invalid("hostname", "'" + hostname + "' is neither a domain name nor an address literal");
        }
        boolean elsewhere = !reader.optionalText("deduplicationKeyFile").isEmpty();
        return new Settings(
                hostname,
                reader.integer("maxCopiesInProgress", 100, 1_000_000),
                elsewhere
                        ? reader.path("deduplicationKeyFile")
                        : reader.path("dataDirectory").resolve(DEFAULT_KEY_FILE));
    }
}
