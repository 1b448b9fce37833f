package org.letterlock.intake.api;

import java.util.Locale;
import java.util.Objects;

/**
 * How a mail was copied that passed through the gateway; recorded in the copy's trace headers.
 *
 * @param protocol what it passed by
 * @param server the other server, as the client named it
 * @param user the client's user name there
 */
public record Capture(Protocol protocol, String server, String user) {

    /** Checks for null. */
    public Capture {
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(user, "user");
    }

    /** What a mail passes by. */
    public enum Protocol {
        /** The client sends it. */
        SMTP_PROXY,
        /** The client fetches it. */
        POP3_PROXY;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
