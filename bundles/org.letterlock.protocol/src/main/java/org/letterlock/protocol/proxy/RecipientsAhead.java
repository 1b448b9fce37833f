package org.letterlock.protocol.proxy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.smtp.SmtpAction;
import org.letterlock.protocol.smtp.SmtpReply;

/** Recipients that the server was sent before the client's side has come to them, and its replies that came so early. */
final class RecipientsAhead {

    /** The most at a time: what the server has to say to them is kept. */
    static final int MOST = 100;

    private int sent;
    private final Deque<SmtpReply> replies = new ArrayDeque<>();
    /** Replies still to come that nobody waits for. */
    private int orphans;

    /** Whether none is on its way. */
    boolean isEmpty() {
        return sent == 0;
    }

    void send(List<SmtpAction.Recipient> recipients) {
        sent += recipients.size();
    }

    /** The client's side has come to the next one: the reply to it, null if that is still to come. */
    @Nullable SmtpReply reached() {
        sent--;
        return replies.poll();
    }

    /** A reply that comes before its recipient was reached. */
    void hold(SmtpReply reply) {
        replies.add(reply);
    }

    /** MAIL was refused: the client's side answers for itself. */
    void giveUp() {
        orphans += sent;
        sent = 0;
    }

    /** Whether the next reply is one that nobody waits for; it is one less then. */
    boolean takeOrphan() {
        boolean taken = orphans > 0;
        orphans -= taken ? 1 : 0;
        return taken;
    }
}
