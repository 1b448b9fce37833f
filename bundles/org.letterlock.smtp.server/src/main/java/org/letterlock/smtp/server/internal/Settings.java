package org.letterlock.smtp.server.internal;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.letterlock.protocol.smtp.SmtpServerGreetings;
import org.letterlock.protocol.smtp.SmtpServerLimits;
import org.letterlock.settings.SettingsReader;
import org.letterlock.transport.api.ListenerInfo;

/**
 * What an administrator set, checked.
 *
 * @param journal what is said on listeners without logins
 * @param proxy what is said on listeners with logins
 */
record Settings(SmtpServerLimits limits, SmtpServerGreetings journal, SmtpServerGreetings proxy) {

    static final String PID = "org.letterlock.smtp.server";

    /** A setting of listeners: whether it takes logins that lead to other servers. */
    static final String PROXY = "proxy";

    private static final Pattern HOSTNAME = Pattern.compile("[A-Za-z0-9_.-]{1,255}|\\[[A-Za-z0-9:.]{1,253}]");
    private static final int MAX_TIMEOUT_SECONDS = 86_400;

    static Settings read(Map<String, ?> properties) {
        SettingsReader reader = new SettingsReader(PID, properties);
        String hostname = reader.text("hostname");
        if (!HOSTNAME.matcher(hostname).matches()) {
            throw reader.invalid("hostname", "'" + hostname + "' is no host name");
        }
        SmtpServerLimits limits = new SmtpServerLimits(
                reader.integer("maxCommandBytes", 510, 65_536),
                reader.longInteger("maxMessageBytes", 1, Long.MAX_VALUE),
                reader.integer("maxRecipients", 100, 1_000_000),
                reader.integer("maxReceivedHeaders", 100, 1_000_000),
                reader.integer("maxBadCommands", 0, 1_000_000),
                reader.integer("maxLoginAttempts", 1, 100),
                TimeUnit.SECONDS.toNanos(reader.integer("commandTimeoutSeconds", 1, MAX_TIMEOUT_SECONDS)),
                TimeUnit.SECONDS.toNanos(reader.integer("dataTimeoutSeconds", 1, MAX_TIMEOUT_SECONDS)));
        return new Settings(
                limits,
                new SmtpServerGreetings(hostname, limits),
                new SmtpServerGreetings(hostname, limits, SmtpServerGreetings.JOURNAL_AND_PROXY));
    }

    /** What is said on a listener. */
    SmtpServerGreetings greetings(ListenerInfo listener) {
        return Boolean.parseBoolean(listener.settings().get(PROXY)) ? proxy : journal;
    }
}
