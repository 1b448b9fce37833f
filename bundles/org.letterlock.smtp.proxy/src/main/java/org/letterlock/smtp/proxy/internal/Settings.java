package org.letterlock.smtp.proxy.internal;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.letterlock.protocol.smtp.SmtpClientTimeouts;
import org.letterlock.protocol.smtp.SmtpServerLimits;
import org.letterlock.proxy.LoginSettings;
import org.letterlock.settings.SettingsReader;

/**
 * The settings, checked.
 *
 * @param hostname the gateway's name
 * @param logins what both proxies have
 * @param limits what to put up with from clients
 * @param timeouts how long to wait for remote servers
 */
record Settings(String hostname, LoginSettings logins, SmtpServerLimits limits, SmtpClientTimeouts timeouts) {

    private static final Pattern HOSTNAME = Pattern.compile("[A-Za-z0-9_.-]{1,255}|\\[[A-Za-z0-9:.]{1,253}]");
    private static final int MAX_TIMEOUT_SECONDS = 86_400;

    static Settings read(Map<String, ?> properties) {
        SettingsReader reader = new SettingsReader(SmtpProxy.PID, properties);
        String hostname = reader.text("hostname");
        if (!HOSTNAME.matcher(hostname).matches()) {
            throw reader.invalid("hostname", "'" + hostname + "' is no host name");
        }
        long replyNanos = seconds(reader, "replyTimeoutSeconds");
        return new Settings(
                hostname,
                LoginSettings.read(reader),
                new SmtpServerLimits(
                        reader.integer("maxCommandBytes", 510, 65_536),
                        reader.longInteger("maxMessageBytes", 1, Long.MAX_VALUE),
                        reader.integer("maxRecipients", 100, 1_000_000),
                        reader.integer("maxReceivedHeaders", 100, 1_000_000),
                        reader.integer("maxBadCommands", 0, 1_000_000),
                        seconds(reader, "commandTimeoutSeconds"),
                        seconds(reader, "dataTimeoutSeconds")),
                new SmtpClientTimeouts(
                        replyNanos, replyNanos, replyNanos, replyNanos, seconds(reader, "endOfDataTimeoutSeconds")));
    }

    private static long seconds(SettingsReader reader, String key) {
        return TimeUnit.SECONDS.toNanos(reader.integer(key, 1, MAX_TIMEOUT_SECONDS));
    }
}
