package org.letterlock.spi.api;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Objects;
import org.letterlock.mail.api.MailboxId;

/**
 * A mail has passed through the gateway as far as it got.
 *
 * @param time when that was clear
 * @param role {@link Role#SMTP_PROXY} or {@link Role#POP3_PROXY}
 * @param listener name of the listener of the client's connection
 * @param mailbox who has the copy, or would have
 * @param outcome what became of it
 * @param copied whether its mailbox has a copy: kept now, or by POP3 known from before
 * @param octets its size as it passed
 * @param peer the client
 */
public record MailRelayed(
        Instant time,
        Role role,
        String listener,
        MailboxId mailbox,
        Outcome outcome,
        boolean copied,
        long octets,
        InetSocketAddress peer)
        implements GatewayEvent {

    /** Checks for null. */
    public MailRelayed {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(listener, "listener");
        Objects.requireNonNull(mailbox, "mailbox");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(peer, "peer");
    }

    /** What becomes of a mail that passes. */
    public enum Outcome {
        /** By SMTP: the server took it. */
        SENT,
        /** By SMTP: the server refused it, for now or for good. */
        REJECTED,
        /** By SMTP: the server may have it; the line was lost before its reply. */
        UNCERTAIN,
        /** By POP3: it was fetched. */
        FETCHED
    }
}
