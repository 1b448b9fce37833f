package org.letterlock.spi.api;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.letterlock.mail.api.MailboxId;

/**
 * An archiver's session has ended, in whatever way.
 *
 * @param time when
 * @param listener name of the listener
 * @param mailbox whose mails it was for
 * @param retrieved mails that were sent as a whole
 * @param deleted mails that were deleted
 * @param octets octets of mails that were sent, as they were on the wire
 * @param duration from the connection to its end
 * @param peer the archiver
 */
public record PickupFinished(
        Instant time,
        String listener,
        MailboxId mailbox,
        int retrieved,
        int deleted,
        long octets,
        Duration duration,
        InetSocketAddress peer)
        implements GatewayEvent {

    /** Checks for null. */
    public PickupFinished {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(listener, "listener");
        Objects.requireNonNull(mailbox, "mailbox");
        Objects.requireNonNull(duration, "duration");
        Objects.requireNonNull(peer, "peer");
    }
}
