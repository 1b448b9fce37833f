package org.letterlock.smtp.server.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.letterlock.intake.api.IntakeException;
import org.letterlock.mail.api.MailAddress;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.mailbox.api.Recipient;
import org.letterlock.mailbox.api.Refusal;
import org.letterlock.spi.api.GatewayEvent;
import org.letterlock.spi.api.LoginFailed;
import org.letterlock.spi.api.MailAccepted;
import org.letterlock.spi.api.MailFailed;
import org.letterlock.spi.api.RecipientRefused;
import org.letterlock.spi.api.Role;
import org.letterlock.transport.api.Connection;

/** Tells what happens in a session. */
record SessionEvents(Connection connection, Consumer<GatewayEvent> events) {

    void accepted(MessageId id, Set<MailboxId> mailboxes, long octets, Duration commitLatency) {
        events.accept(new MailAccepted(
                Instant.now(),
                Role.JOURNAL,
                listener(),
                id,
                mailboxes,
                octets,
                commitLatency,
                connection.remoteAddress()));
    }

    void failed(Set<MailboxId> mailboxes, IntakeException trouble) {
        MailFailed.Reason reason = switch (trouble.reason()) {
            case DISK_LOW -> MailFailed.Reason.DISK_LOW;
            case STORE -> MailFailed.Reason.STORE;
            case AWAY -> MailFailed.Reason.AWAY;
            case SEALING -> MailFailed.Reason.SEALING;
            case MAILBOX_CHANGED -> MailFailed.Reason.MAILBOX_CHANGED;
        };
        events.accept(
                new MailFailed(Instant.now(), Role.JOURNAL, listener(), mailboxes, reason, connection.remoteAddress()));
    }

    /** Of a recipient that is not accepted. */
    void refused(MailAddress address, Recipient recipient) {
        if (recipient instanceof Recipient.Suspended suspended) {
            refused(address, suspended.id(), RecipientRefused.Reason.SUSPENDED, true);
        } else if (recipient instanceof Recipient.Refused refused) {
            refused(address, refused.id(), reason(refused.reason()), refused.deferred());
        } else if (recipient instanceof Recipient.NoPostmaster) {
            refused(address, null, RecipientRefused.Reason.NO_POSTMASTER, true);
        } else if (recipient instanceof Recipient.NoMailboxes) {
            refused(address, null, RecipientRefused.Reason.NO_MAILBOXES, true);
        } else if (recipient instanceof Recipient.ForeignDomain) {
            refused(address, null, RecipientRefused.Reason.FOREIGN_DOMAIN, false);
        } else if (recipient instanceof Recipient.Unknown) {
            refused(address, null, RecipientRefused.Reason.UNKNOWN, false);
        }
    }

    private static RecipientRefused.Reason reason(Refusal.Reason reason) {
        return switch (reason) {
            case UNKNOWN -> RecipientRefused.Reason.UNKNOWN;
            case TLS_REQUIRED -> RecipientRefused.Reason.TLS_REQUIRED;
            case ADDRESS -> RecipientRefused.Reason.ADDRESS;
            case CERTIFICATE -> RecipientRefused.Reason.CERTIFICATE;
        };
    }

    private void refused(
            MailAddress address, @Nullable MailboxId mailbox, RecipientRefused.Reason reason, boolean deferred) {
        events.accept(new RecipientRefused(
                Instant.now(), listener(), address, mailbox, reason, deferred, connection.remoteAddress()));
    }

    /** Of a login that the proxy was not asked for; it tells of the others. */
    void loginFailed(LoginFailed.Reason reason) {
        events.accept(new LoginFailed(
                Instant.now(), Role.SMTP_PROXY, listener(), null, reason, Duration.ZERO, connection.remoteAddress()));
    }

    private String listener() {
        return connection.listener().name();
    }
}
