package org.letterlock.mail.api;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The envelope of a mail transaction (RFC 5321, section 2.3.1).
 *
 * @param reversePath the sender of {@code MAIL FROM}, null for the null reverse-path {@code <>} (section 4.5.5)
 * @param recipients the accepted recipients in the order of their {@code RCPT TO}, not empty
 */
public record Envelope(@Nullable MailAddress reversePath, List<MailAddress> recipients) {

    /** Copies the list. */
    public Envelope {
        recipients = List.copyOf(Objects.requireNonNull(recipients, "recipients"));
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("an envelope needs a recipient");
        }
    }
}
