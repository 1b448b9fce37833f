package org.letterlock.proxy;

import java.time.Duration;
import java.util.Objects;
import org.letterlock.protocol.proxy.ProxyLogin;
import org.letterlock.settings.SettingsReader;

/**
 * The settings that both proxies have, checked.
 *
 * @param separator what separates the parts of a user name beside the percent sign
 * @param maxDelay the longest wait that failed logins cost later ones
 * @param failureMemory how long failed logins count
 * @param maxLogins logins under way at a time, those that wait among them
 * @param maxLoginsPerAddress the same from one address
 * @param serviceWait how long a login or a mail waits for a service that is being replaced
 */
public record LoginSettings(
        char separator,
        Duration maxDelay,
        Duration failureMemory,
        int maxLogins,
        int maxLoginsPerAddress,
        Duration serviceWait) {

    /** Checks for null. */
    public LoginSettings {
        Objects.requireNonNull(maxDelay, "maxDelay");
        Objects.requireNonNull(failureMemory, "failureMemory");
        Objects.requireNonNull(serviceWait, "serviceWait");
    }

    /**
     * Reads them.
     *
     * @param reader reads a component's settings
     * @return the settings
     */
    public static LoginSettings read(SettingsReader reader) {
        String separator = reader.text("separator");
        if (separator.length() != 1 || !ProxyLogin.isSeparator(separator.charAt(0))) {
            throw reader.invalid("separator", "'" + separator + "' cannot separate user, server and mailbox");
        }
        return new LoginSettings(
                separator.charAt(0),
                Duration.ofSeconds(reader.integer("maxLoginDelaySeconds", 0, 60)),
                Duration.ofSeconds(reader.integer("failedLoginMemorySeconds", 60, 86_400)),
                reader.integer("maxLogins", 1, 100_000),
                reader.integer("maxLoginsPerAddress", 1, 100_000),
                Duration.ofSeconds(reader.integer("serviceWaitSeconds", 0, 60)));
    }
}
