package org.letterlock.spi.api;

import java.util.Locale;

/** What the gateway is for whoever is connected. */
public enum Role {
    /** It takes journal mails by SMTP. */
    JOURNAL,
    /** It passes what a client sends on to the client's server. */
    SMTP_PROXY,
    /** It passes what a client fetches on from the client's server. */
    POP3_PROXY,
    /** It gives mails to an archiver by POP3. */
    PICKUP;

    /**
     * The name for people and metrics.
     *
     * @return {@code journal}, {@code smtp-proxy}, {@code pop3-proxy} or {@code pickup}
     */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
