package org.letterlock.spi.api;

import java.time.Instant;
import java.util.Objects;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;

/**
 * A pick-up found a mail that cannot be opened any more; the following pick-ups are not shown it.
 *
 * @param time when
 * @param mailbox whose mail it is
 * @param message its id
 */
public record DamagedMailFound(Instant time, MailboxId mailbox, MessageId message) implements GatewayEvent {

    /** Checks for null. */
    public DamagedMailFound {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(mailbox, "mailbox");
        Objects.requireNonNull(message, "message");
    }
}
