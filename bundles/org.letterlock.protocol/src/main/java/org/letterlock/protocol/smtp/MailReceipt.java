package org.letterlock.protocol.smtp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The transactions of a session, one after the other: what was accepted of the envelope, and the mail on its way in. */
final class MailReceipt {

    private enum Phase {
        COMMANDS,
        /** In what follows DATA. */
        DATA,
        /** In the octets that follow BDAT. */
        CHUNK
    }

    private final SmtpServerLimits limits;
    private Phase phase = Phase.COMMANDS;
    private boolean open;
    private boolean utf8;
    private int recipients;
    private DataScanner scanner = new DataScanner();
    private Chunk chunk = Chunk.none();
    private IncomingMail mail;
    /** The caller keeps something of a mail that is void. */
    private boolean discard;

    MailReceipt(SmtpServerLimits limits) {
        this.limits = limits;
        this.mail = new IncomingMail(limits, false);
    }

    /** Whether MAIL was accepted. */
    boolean isOpen() {
        return open;
    }

    /** Whether octets of a mail come next, or of something that is sent like one. */
    boolean isInMail() {
        return phase != Phase.COMMANDS;
    }

    boolean isUtf8() {
        return utf8;
    }

    void begin(SmtpAction.Sender sender) {
        open = true;
        utf8 = sender.utf8();
        mail = new IncomingMail(limits, sender.body() == BodyType.BINARY);
    }

    /** Why no RCPT can come now; null if one can. */
    @Nullable SmtpReply recipientRefusal() {
        if (!open) {
            return SmtpReplies.SENDER_FIRST;
        }
        if (mail.isChunked()) {
            return SmtpReplies.MAIL_BEGUN;
        }
        return recipients >= limits.maxRecipients() ? SmtpReplies.TOO_MANY_RECIPIENTS : null;
    }

    /** How many recipients there may be besides those that were accepted. */
    int recipientsLeft() {
        return Math.max(0, limits.maxRecipients() - recipients);
    }

    void addRecipient() {
        recipients++;
    }

    /** Why DATA cannot be asked for now; null if it can. */
    @Nullable SmtpReply dataRefusal() {
        if (!open) {
            return SmtpReplies.SENDER_FIRST;
        }
        return recipients == 0 && !mail.isChunked() ? SmtpReplies.NO_RECIPIENTS : mail.announceData();
    }

    /** A chunk comes. Whatever is wrong, its octets are taken first (RFC 3030, section 2). */
    Outcome announce(Chunk announced, boolean offered) {
        chunk = announced;
        phase = Phase.CHUNK;
        if (!open) {
            return Outcome.NOTHING;
        }
        if (!offered) {
            mail.fail(SmtpReplies.NOT_IMPLEMENTED);
        }
        mail.announce(announced, recipients);
        if (mail.failure() != null) {
            drop();
            return Outcome.NOTHING;
        }
        return mail.isHeld() ? Outcome.NOTHING : Outcome.ask(new SmtpAction.Data());
    }

    /** The answer to the question for DATA or the first BDAT; true if it is to be said now: BDAT is answered behind its octets. */
    boolean answerData(SmtpReply reply) {
        boolean chunked = phase == Phase.CHUNK;
        if (!reply.isPositive()) {
            if (chunked) {
                mail.fail(reply);
            }
        } else {
            mail.hold();
            if (!chunked) {
                phase = Phase.DATA;
                scanner = new DataScanner();
            }
        }
        return !chunked;
    }

    /** The mail that is void, if the caller keeps something of one and was not told yet. */
    @Nullable SmtpAction takeDiscard() {
        boolean taken = discard;
        discard = false;
        return taken ? SmtpAction.DISCARD : null;
    }

    /** The next of the mail's octets, or that it is void; swallows what nobody wants. Null once the input is used up. */
    @Nullable SmtpAction take(ByteBuffer in) {
        ByteBuffer part = part(in);
        while (part != null) {
            if (open && mail.failure() == null) {
                if (mail.take(part)) {
                    return new SmtpAction.BodyChunk(part);
                }
                drop();
                return takeDiscard();
            }
            part = part(in);
        }
        return null;
    }

    private @Nullable ByteBuffer part(ByteBuffer in) {
        return phase == Phase.DATA ? scanner.next(in) : chunk.next(in);
    }

    /** Whether the octets have come to their end. */
    boolean isComplete() {
        return phase == Phase.DATA ? scanner.isComplete() : chunk.isComplete();
    }

    /** What comes of octets that are complete. */
    Outcome complete() {
        boolean chunked = phase == Phase.CHUNK;
        phase = Phase.COMMANDS;
        if (!chunked || (open && chunk.isLast())) {
            return endMail();
        }
        if (!open) {
            return Outcome.reply(chunk.isWellFormed() ? SmtpReplies.SENDER_FIRST : SmtpReplies.BAD_ARGUMENTS);
        }
        SmtpReply failure = mail.failure();
        return Outcome.reply(failure == null ? SmtpReplies.CHUNK_OK : failure);
    }

    private Outcome endMail() {
        SmtpReply failure = mail.failure();
        if (failure == null) {
            mail.release();
            return Outcome.ask(new SmtpAction.Commit());
        }
        end();
        return Outcome.reply(failure);
    }

    /** Ends the transaction, if one is open. */
    void end() {
        open = false;
        recipients = 0;
        drop();
    }

    private void drop() {
        if (mail.isHeld()) {
            mail.release();
            discard = true;
        }
    }
}
