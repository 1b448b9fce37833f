package org.letterlock.protocol.proxy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.smtp.SmtpAction;
import org.letterlock.protocol.smtp.SmtpClientEngine;
import org.letterlock.protocol.smtp.SmtpClientStep;
import org.letterlock.protocol.smtp.SmtpExtension;
import org.letterlock.protocol.smtp.SmtpReply;
import org.letterlock.protocol.smtp.SmtpServerEngine;

/**
 * MAIL and RCPT on their way to the server, one to one. Recipients that a client has sent without waiting for replies go on
 * without waiting too, if the server can be sent them so (RFC 2920); the client's side comes to them and to their replies in order.
 */
final class RelayedEnvelope {

    private final SmtpServerEngine client;
    private final SmtpClientEngine upstream;
    private final RelayedMail mail;
    private final RecipientsAhead ahead = new RecipientsAhead();

    /** Whether the server has accepted MAIL and not ended that transaction. */
    private boolean inTransaction;

    RelayedEnvelope(SmtpServerEngine client, SmtpClientEngine upstream, RelayedMail mail) {
        this.client = client;
        this.upstream = upstream;
        this.mail = mail;
    }

    /** The server's transaction is over. */
    void end() {
        inTransaction = false;
    }

    /** Begins a mail; what to reply if it is not for this server. */
    @Nullable SmtpReply begin(SmtpAction.Sender sender) {
        SmtpReply refusal = upstream.capabilities().refusal(sender);
        if (refusal != null) {
            return refusal;
        }
        if (inTransaction) {
            // The client has given up its transaction, by RSET or by EHLO; nothing hurried to say so.
            upstream.rset();
        }
        mail.begin(sender);
        upstream.mail(sender);
        sendAhead();
        return null;
    }

    /** Whether the server was sent the next recipient before the client's side has come to it. */
    boolean isAhead() {
        return !ahead.isEmpty();
    }

    /** The client's side has come to a recipient; what the server has replied to it already. */
    @Nullable SmtpReply reach(SmtpAction.Recipient recipient) {
        mail.offer(recipient);
        if (ahead.isEmpty()) {
            upstream.rcpt(recipient);
            sendAhead();
            return null;
        }
        SmtpReply early = ahead.reached();
        if (early != null) {
            mail.answered(early);
        }
        return early;
    }

    private void sendAhead() {
        if (upstream.capabilities().offers(SmtpExtension.PIPELINING)) {
            List<SmtpAction.Recipient> behind = client.recipientsBehind(RecipientsAhead.MOST);
            behind.forEach(upstream::rcpt);
            ahead.send(behind);
        }
    }

    /**
     * The server has replied.
     *
     * @param awaited whether the client's side waits for a reply
     * @return whether this is the one
     */
    boolean replied(SmtpClientStep step, SmtpReply reply, boolean awaited) {
        if (step == SmtpClientStep.MAIL) {
            inTransaction = reply.isPositive();
            if (!inTransaction) {
                ahead.giveUp();
            }
            return true;
        }
        if (ahead.takeOrphan()) {
            return false;
        }
        if (!awaited) {
            ahead.hold(reply);
            return false;
        }
        mail.answered(reply);
        return true;
    }
}
