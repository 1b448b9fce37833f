package org.letterlock.spi.api;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.letterlock.mail.api.MailboxId;

/**
 * A mail could not be kept, for a reason of the gateway's. Its sender got a temporary error and will try again; by a proxy
 * whose mailbox lets mails pass uncopied it has passed, which {@link MailRelayed} tells.
 *
 * @param time when that was clear
 * @param role {@link Role#JOURNAL}, {@link Role#SMTP_PROXY} or {@link Role#POP3_PROXY}
 * @param listener name of the listener it came by
 * @param mailboxes who should have got it, at most 100; empty if that was not said yet
 * @param reason why
 * @param peer who sent it; by a proxy, the client
 */
public record MailFailed(
        Instant time, Role role, String listener, Set<MailboxId> mailboxes, Reason reason, InetSocketAddress peer)
        implements GatewayEvent {

    /** Copies the set. */
    public MailFailed {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(listener, "listener");
        mailboxes = Set.copyOf(mailboxes);
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(peer, "peer");
    }

    /** Why a mail cannot be kept. */
    public enum Reason {
        /** Too little free space. */
        DISK_LOW,
        /** The store or the mailboxes failed, or too many mails came at the same time. */
        STORE,
        /** A part of the gateway was away for longer than a mail may wait. */
        AWAY,
        /** The sealing failed. */
        SEALING,
        /** A mailbox was suspended or deleted while the mail came, or its key is gone. */
        MAILBOX_CHANGED
    }
}
