package org.letterlock.intake.api;

import java.util.Set;
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
}
