package org.letterlock.storage.api;

import java.time.Instant;
import java.util.Objects;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;

/**
 * A copy of a mail, to be appended.
 *
 * @param mailbox whose copy it is
 * @param id the mail's id
 * @param received when the gateway took it, milliseconds count
 * @param octets what RETR will send of it before dot-stuffing: the opened octets, and a final CRLF where they lack one
 * @param body its sealed octets, complete
 */
public record NewMessage(MailboxId mailbox, MessageId id, Instant received, long octets, SealedBody body) {

    /** Checks the arguments. */
    public NewMessage {
        Objects.requireNonNull(mailbox, "mailbox");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(received, "received");
        Objects.requireNonNull(body, "body");
        if (octets < 0) {
            throw new IllegalArgumentException("octets is negative");
        }
    }
}
