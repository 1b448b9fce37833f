package org.letterlock.spi.api;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailAddress;
import org.letterlock.mail.api.MailboxId;

/**
 * A recipient of a journal mail was refused.
 *
 * @param time when
 * @param listener name of the listener it came by
 * @param recipient the address as the peer gave it, which may be anything
 * @param mailbox the mailbox it names, null if it names none
 * @param reason why
 * @param deferred whether the peer should come again (450), else it was refused for good (550) or until it uses TLS (530)
 * @param peer who asked
 */
public record RecipientRefused(
        Instant time,
        String listener,
        MailAddress recipient,
        @Nullable MailboxId mailbox,
        Reason reason,
        boolean deferred,
        InetSocketAddress peer)
        implements GatewayEvent {

    /** Checks for null. */
    public RecipientRefused {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(listener, "listener");
        Objects.requireNonNull(recipient, "recipient");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(peer, "peer");
    }

    /** Why a recipient is refused. */
    public enum Reason {
        /** The gateway's domain, but no mailbox. */
        UNKNOWN,
        /** Another domain, and no mailbox. */
        FOREIGN_DOMAIN,
        /** {@code postmaster}, for which no mailbox is set. */
        NO_POSTMASTER,
        /** There is no mailbox at all. */
        NO_MAILBOXES,
        /** The mailbox is suspended. */
        SUSPENDED,
        /** The mailbox takes mail over TLS only. */
        TLS_REQUIRED,
        /** The mailbox takes mail from other addresses only. */
        ADDRESS,
        /** The mailbox takes mail from clients with another certificate only. */
        CERTIFICATE
    }
}
