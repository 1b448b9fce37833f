package org.letterlock.pop3.proxy.internal;

import java.time.Duration;
import java.util.Map;
import org.letterlock.protocol.pop3.Pop3RelaySettings;
import org.letterlock.protocol.proxy.ProxyLogin;
import org.letterlock.settings.SettingsReader;

/** The settings, checked. */
record Settings(char separator, Pop3RelaySettings relay) {

    static Settings read(Map<String, ?> properties) {
        SettingsReader reader = new SettingsReader(Pop3Proxy.PID, properties);
        String separator = reader.text("separator");
        if (separator.length() != 1 || !ProxyLogin.isSeparator(separator.charAt(0))) {
            throw reader.invalid("separator", "'" + separator + "' cannot separate user, server and mailbox");
        }
        return new Settings(
                separator.charAt(0),
                new Pop3RelaySettings(
                        reader.bool("failOpen"),
                        Duration.ofSeconds(reader.integer("idleTimeoutSeconds", 600, 86_400)),
                        Duration.ofSeconds(reader.integer("replyTimeoutSeconds", 10, 3_600)),
                        reader.integer("maxUnknownCommands", 1, 1_000)));
    }
}
