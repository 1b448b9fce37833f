package org.letterlock.spi.api;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.letterlock.mail.api.MailboxId;

/**
 * A login succeeded: of an archiver at the gateway, or of a client at its server.
 *
 * @param time when
 * @param role {@link Role#PICKUP}, {@link Role#SMTP_PROXY} or {@link Role#POP3_PROXY}
 * @param listener name of the listener
 * @param mailbox the mailbox
 * @param latency from the client's last word to the reply, with the delay that failed logins before it caused
 * @param peer who logged in
 */
public record LoginSucceeded(
        Instant time, Role role, String listener, MailboxId mailbox, Duration latency, InetSocketAddress peer)
        implements GatewayEvent {

    /** Checks for null. */
    public LoginSucceeded {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(listener, "listener");
        Objects.requireNonNull(mailbox, "mailbox");
        Objects.requireNonNull(latency, "latency");
        Objects.requireNonNull(peer, "peer");
    }
}
