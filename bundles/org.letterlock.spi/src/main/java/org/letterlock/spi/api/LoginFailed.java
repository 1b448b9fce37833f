package org.letterlock.spi.api;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailboxId;

/**
 * A login failed: of an archiver at the gateway, or of a client at its server. A client that goes before its reply is none.
 *
 * @param time when
 * @param role {@link Role#PICKUP}, {@link Role#SMTP_PROXY} or {@link Role#POP3_PROXY}
 * @param listener name of the listener
 * @param mailbox the mailbox id that its user name holds, whether or not there is one; null if it holds none
 * @param reason why
 * @param latency from the client's last word to the reply, with the delay that failed logins before it caused
 * @param peer who tried
 */
public record LoginFailed(
        Instant time,
        Role role,
        String listener,
        @Nullable MailboxId mailbox,
        Reason reason,
        Duration latency,
        InetSocketAddress peer)
        implements GatewayEvent {

    /** Checks for null. */
    public LoginFailed {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(listener, "listener");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(latency, "latency");
        Objects.requireNonNull(peer, "peer");
    }

    /** Why a login fails. */
    public enum Reason {
        /** At pick-up: no such mailbox, or not its password. By a proxy: the server refused the login. */
        DENIED,
        /** By a proxy: the user name is not {@code user%server%mailbox}, or leads nowhere. */
        NO_ROUTE,
        /** By a proxy: there is no such mailbox, it takes no such sessions, or it is suspended. */
        NO_MAILBOX,
        /** At pick-up: another session that is not idle has the maildrop. */
        IN_USE,
        /** By a proxy: too many logins were under way. */
        TOO_MANY,
        /** A part of the gateway is away, or failed. */
        UNAVAILABLE,
        /** By a proxy: the server cannot be reached, its certificate is not trusted, or it failed. */
        SERVER
    }
}
