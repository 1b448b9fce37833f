package org.letterlock.spi.api;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;

/**
 * A mail is durable in its mailboxes and will be listed to their archivers. Of a copy made by the SMTP proxy it is told
 * together with its {@linkplain MailRelayed outcome}; of a mail that its mailbox had already it is not told again.
 *
 * @param time when its sender could be told so
 * @param role {@link Role#JOURNAL}, {@link Role#SMTP_PROXY} or {@link Role#POP3_PROXY}
 * @param listener name of the listener it came by
 * @param message its id, the same in each mailbox
 * @param mailboxes who has it now, 1 to 100
 * @param octets its size as it was received, without the gateway's own headers
 * @param commitLatency from its last octet until it was durable in all of them
 * @param peer who sent it; by a proxy, the client
 */
public record MailAccepted(
        Instant time,
        Role role,
        String listener,
        MessageId message,
        Set<MailboxId> mailboxes,
        long octets,
        Duration commitLatency,
        InetSocketAddress peer)
        implements GatewayEvent {

    /** Copies the set. */
    public MailAccepted {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(listener, "listener");
        Objects.requireNonNull(message, "message");
        mailboxes = Set.copyOf(mailboxes);
        Objects.requireNonNull(commitLatency, "commitLatency");
        Objects.requireNonNull(peer, "peer");
    }
}
