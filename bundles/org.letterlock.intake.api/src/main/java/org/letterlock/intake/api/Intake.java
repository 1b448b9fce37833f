package org.letterlock.intake.api;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.Envelope;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.Peer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Takes mails into mailboxes: trace headers, sealing, storing. Roles call it, one transaction for each mail. Thread-safe;
 * does not block.
 */
@ProviderType
public interface Intake {

    /** The most gateway mailboxes that one mail may have. */
    int MAX_MAILBOXES = 100;

    /**
     * Whether a mail can be taken now; asked at MAIL, so that a sender need not send what cannot be kept.
     *
     * @param octets its size as declared (RFC 1870), 0 if it was not
     * @throws IntakeException why not
     */
    void admit(long octets) throws IntakeException;

    /**
     * Begins to take a mail.
     *
     * @param envelope its envelope
     * @param peer who sent it
     * @param mailboxes who gets a copy, 1 to {@link #MAX_MAILBOXES}, all active when their recipient was accepted
     * @return the transaction; commit or close it
     * @throws IntakeException if it cannot be taken; nothing is kept
     */
    IntakeTransaction begin(Envelope envelope, Peer peer, Set<MailboxId> mailboxes) throws IntakeException;

    /**
     * Begins to take a mail that passes through the gateway.
     *
     * @param mailbox who gets the copy; active when the client logged in
     * @param capture how it passes
     * @param envelope its sender and all recipients that the other server accepted, those of blind copies among them; null
     *     where nobody knows them. All of it goes into the trace headers
     * @param peer the client
     * @return the transaction; end it or close it
     * @throws IntakeException if it cannot be taken; nothing is kept
     */
    ProxiedTransaction beginProxied(MailboxId mailbox, Capture capture, @Nullable Envelope envelope, Peer peer)
            throws IntakeException;
}
