package org.letterlock.pop3.server.internal;

import java.time.Duration;
import java.util.Map;
import org.letterlock.protocol.pop3.Pop3ServerSettings;
import org.letterlock.settings.SettingsReader;

/** The settings, checked. */
record Settings(
        Pop3ServerSettings dialogue,
        Duration idleTimeout,
        Duration replaceableAfter,
        Duration serviceWait,
        Duration maxLoginDelay,
        Duration failedLoginMemory,
        int workerThreads) {

    static Settings read(Map<String, ?> properties) {
        SettingsReader reader = new SettingsReader(Pop3Server.PID, properties);
        String hostname = reader.text("hostname");
        if (!hostname.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '<' && c != '>')) {
            // A text in angle brackets would be an APOP timestamp (RFC 1939, section 7).
            throw reader.invalid("hostname", "'" + hostname + "' is no host name");
        }
        return new Settings(
                new Pop3ServerSettings(
                        hostname,
                        reader.integer("maxLoginAttempts", 1, 100),
                        reader.integer("maxUnknownCommands", 1, 1_000)),
                Duration.ofSeconds(reader.integer("idleTimeoutSeconds", 600, 86_400)),
                Duration.ofSeconds(reader.integer("replaceableAfterSeconds", 10, 86_400)),
                Duration.ofSeconds(reader.integer("serviceWaitSeconds", 0, 60)),
                Duration.ofSeconds(reader.integer("maxLoginDelaySeconds", 0, 60)),
                Duration.ofSeconds(reader.integer("failedLoginMemorySeconds", 60, 86_400)),
                reader.integer("workerThreads", 1, 256));
    }
}
