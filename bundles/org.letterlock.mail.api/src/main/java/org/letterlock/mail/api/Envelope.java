package org.letterlock.mail.api;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The envelope of a mail transaction (RFC 5321, section 2.3.1).
 *
 * @param reversePath the sender of {@code MAIL FROM}, null for the null reverse-path {@code <>} (section 4.5.5)
 * @param recipients the accepted recipients in the order of their {@code RCPT TO}, not empty
 * @param dsn what the sender asked of delivery status notifications
 */
public record Envelope(@Nullable MailAddress reversePath, List<MailAddress> recipients, DsnRequest dsn) {

    /** Copies the list. */
    public Envelope {
        recipients = List.copyOf(Objects.requireNonNull(recipients, "recipients"));
        Objects.requireNonNull(dsn, "dsn");
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("an envelope needs a recipient");
        }
    }

    /**
     * An envelope whose sender asked nothing of delivery status notifications.
     *
     * @param reversePath the sender, null for the null reverse-path
     * @param recipients the accepted recipients, not empty
     */
    public Envelope(@Nullable MailAddress reversePath, List<MailAddress> recipients) {
        this(reversePath, recipients, DsnRequest.NONE);
    }
}
