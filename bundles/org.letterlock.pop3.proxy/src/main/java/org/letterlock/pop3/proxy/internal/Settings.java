package org.letterlock.pop3.proxy.internal;

import java.time.Duration;
import java.util.Map;
import org.letterlock.protocol.pop3.Pop3RelaySettings;
import org.letterlock.protocol.proxy.CopyPolicy;
import org.letterlock.proxy.LoginSettings;
import org.letterlock.settings.SettingsReader;

/**
 * The settings, checked.
 *
 * @param logins what both proxies have
 * @param idleTimeout how long a client may be silent
 * @param replyTimeout how long a remote server may be silent when it is its turn
 * @param maxUnknownCommands unknown commands after which a connection is closed
 */
record Settings(LoginSettings logins, Duration idleTimeout, Duration replyTimeout, int maxUnknownCommands) {

    static Settings read(Map<String, ?> properties) {
        SettingsReader reader = new SettingsReader(Pop3Proxy.PID, properties);
        return new Settings(
                LoginSettings.read(reader),
                Duration.ofSeconds(reader.integer("idleTimeoutSeconds", 600, 86_400)),
                Duration.ofSeconds(reader.integer("replyTimeoutSeconds", 10, 3_600)),
                reader.integer("maxUnknownCommands", 1, 1_000));
    }

    Pop3RelaySettings relay(CopyPolicy policy) {
        return new Pop3RelaySettings(policy, idleTimeout, replyTimeout, maxUnknownCommands);
    }
}
