package org.letterlock.smtp.server.internal;

import org.letterlock.intake.api.IntakeException;
import org.letterlock.mail.api.MessageId;
import org.letterlock.mailbox.api.Recipient;
import org.letterlock.mailbox.api.Refusal;
import org.letterlock.protocol.smtp.SmtpReplies;
import org.letterlock.protocol.smtp.SmtpReply;

/** Which outcome is which reply; nowhere else. */
final class JournalReplies {

    private static final SmtpReply UNKNOWN = SmtpReply.of(550, "5.1.1 No such mailbox");
    private static final SmtpReply FOREIGN = SmtpReply.of(550, "5.7.1 No relaying");
    private static final SmtpReply SUSPENDED = SmtpReply.of(450, "4.2.1 Mailbox suspended, try again later");
    private static final SmtpReply NO_POSTMASTER = SmtpReply.of(450, "4.2.1 No mailbox is set for postmaster");
    private static final SmtpReply NO_MAILBOXES = SmtpReply.of(450, "4.2.1 There is no mailbox yet, try again later");
    private static final SmtpReply TLS_FIRST = SmtpReply.of(530, "5.7.0 Must issue a STARTTLS command first");
    private static final SmtpReply NOT_ALLOWED = SmtpReply.of(550, "5.7.1 Not allowed to send to this mailbox");
    private static final SmtpReply NOT_ALLOWED_YET =
            SmtpReply.of(450, "4.7.1 Not allowed to send to this mailbox, try again later");
    private static final SmtpReply DISK_LOW = SmtpReply.of(452, "4.3.1 Too little space, try again later");

    private JournalReplies() {}

    static SmtpReply to(Recipient recipient) {
        if (recipient instanceof Recipient.Active) {
            return SmtpReplies.RECIPIENT_OK;
        }
        if (recipient instanceof Recipient.Suspended) {
            return SUSPENDED;
        }
        if (recipient instanceof Recipient.Refused refused) {
            if (refused.deferred()) {
                return NOT_ALLOWED_YET;
            }
            return refused.reason() == Refusal.Reason.TLS_REQUIRED ? TLS_FIRST : NOT_ALLOWED;
        }
        if (recipient instanceof Recipient.NoPostmaster) {
            return NO_POSTMASTER;
        }
        if (recipient instanceof Recipient.NoMailboxes) {
            return NO_MAILBOXES;
        }
        return recipient instanceof Recipient.ForeignDomain ? FOREIGN : UNKNOWN;
    }

    static SmtpReply to(IntakeException trouble) {
        return trouble.reason() == IntakeException.Reason.DISK_LOW ? DISK_LOW : SmtpReplies.LOCAL_TROUBLE;
    }

    static SmtpReply kept(MessageId id) {
        return SmtpReply.of(250, "2.0.0 " + id);
    }
}
