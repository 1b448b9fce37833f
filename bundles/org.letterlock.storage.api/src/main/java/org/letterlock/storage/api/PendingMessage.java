package org.letterlock.storage.api;

import java.time.Instant;
import java.util.Objects;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;

/**
 * A copy of a mail that is durable and waits for its outcome. It has no number yet, and nobody sees it.
 *
 * @param position where it is
 * @param mailbox whose it is
 * @param id the mail's id
 * @param received when the gateway took it
 * @param octets what RETR will send of it before dot-stuffing
 * @param sealedLength length of its sealed octets
 */
public record PendingMessage(
        LogPosition position, MailboxId mailbox, MessageId id, Instant received, long octets, long sealedLength) {

    /** Checks for null. */
    public PendingMessage {
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(mailbox, "mailbox");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(received, "received");
    }
}
