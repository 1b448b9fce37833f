package org.letterlock.protocol.proxy;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.smtp.SmtpAction;
import org.letterlock.protocol.smtp.SmtpClientAction;
import org.letterlock.protocol.smtp.SmtpClientEngine;
import org.letterlock.protocol.smtp.SmtpClientFailure;
import org.letterlock.protocol.smtp.SmtpClientStep;
import org.letterlock.protocol.smtp.SmtpReplies;
import org.letterlock.protocol.smtp.SmtpReply;
import org.letterlock.protocol.smtp.SmtpServerEngine;

/**
 * Joins a client that has logged in and the server it has logged in to, one to one: replies to MAIL, RCPT, DATA and the end of the
 * mail are the server's, with an enhanced status code where it gave none. A copy of each mail is kept: it is durable before the
 * server is sent the mail's end, and what the server did with the mail is told before the client hears of it. Whatever goes wrong
 * before that end leaves no copy, and no mail at the server; behind it, the outcome tells what is known.
 *
 * <p>A pure state machine, confined to one thread at a time; how it is driven is told in the package's description. It keeps no
 * more than one part of a mail.
 */
public final class SmtpRelay {

    private final SmtpServerEngine client;
    private final SmtpClientEngine upstream;
    private final CopyPolicy policy;
    private final Deque<SmtpRelayAction> actions = new ArrayDeque<>();
    private final RelayedMail mail = new RelayedMail();

    private final RelayedEnvelope envelope;

    /** The open question of the relay's own. */
    private SmtpRelayAction.@Nullable Ask question;

    /** Whether the client's side waits for the server's reply to a command. */
    private boolean awaiting;

    private boolean clientGone;
    private boolean upstreamGone;
    /** The last action was to wait: the caller can take more. */
    private boolean resting;

    private boolean clientReads;

    /**
     * Joins two sessions.
     *
     * @param client the side to the client, made by {@link RelaySession#server}
     * @param upstream the side to the server, logged in
     * @param policy what becomes of mails whose copy cannot be kept
     */
    public SmtpRelay(SmtpServerEngine client, SmtpClientEngine upstream, CopyPolicy policy) {
        this.client = client;
        this.upstream = upstream;
        this.policy = policy;
        this.envelope = new RelayedEnvelope(client, upstream, mail);
    }

    /**
     * Octets from the client.
     *
     * @param octets read until {@link #keepClient()}
     */
    public void receiveFromClient(ByteBuffer octets) {
        if (!clientGone) {
            client.receive(octets);
        }
    }

    /** The caller takes the buffer of {@link #receiveFromClient} back; what was not consumed is copied. */
    public void keepClient() {
        client.keep();
    }

    /**
     * Octets from the server.
     *
     * @param octets read until {@link #keepUpstream()}
     */
    public void receiveFromUpstream(ByteBuffer octets) {
        if (!upstreamGone) {
            upstream.receive(octets);
        }
    }

    /** The caller takes the buffer of {@link #receiveFromUpstream} back; what was not consumed is copied. */
    public void keepUpstream() {
        upstream.keep();
    }

    /** The client has closed the connection, or lost it: it hears no reply any more. */
    public void clientClosed() {
        if (!clientGone) {
            clientGone = true;
            leaveUpstream();
        }
    }

    /** The server has closed the connection, or lost it. Replies that have arrived before still count. */
    public void upstreamClosed() {
        upstream.closed();
    }

    /** Finish: after the transaction under way, or at once, the client is told to come back later. */
    public void drain() {
        client.drain();
    }

    /**
     * Whether octets from the client can be looked at now. While they cannot, it should not be read from: what it sends is only kept.
     *
     * @return true if the relay waits for the client
     */
    public boolean wantsClient() {
        return resting && clientReads;
    }

    /**
     * Time passes. The client is not counted what the caller makes it wait.
     *
     * @param nanoTime a clock that never goes back
     */
    public void tick(long nanoTime) {
        upstream.tick(nanoTime);
        if (resting && !clientGone) {
            client.tick(nanoTime);
        }
    }

    /**
     * Answers the open question.
     *
     * @param done whether it was done
     */
    public void answer(boolean done) {
        SmtpRelayAction.Ask answered = question;
        if (answered == null) {
            throw new IllegalStateException("no question is open");
        }
        question = null;
        mail.copied(done);
        if (clientGone || upstreamGone) {
            dropCopy();
            reply(mail.failure());
        } else if (!done && policy == CopyPolicy.FAIL_CLOSED) {
            if (answered instanceof SmtpRelayAction.MakePending) {
                mail.fail(SmtpReplies.LOCAL_TROUBLE);
                abortUpstream(null);
            }
            reply(SmtpReplies.LOCAL_TROUBLE);
        } else if (answered instanceof SmtpRelayAction.BeginCopy) {
            upstream.data();
        } else {
            release();
        }
    }

    /**
     * What to do next.
     *
     * @return an action; call again when it has been done, unless it is to wait
     */
    public SmtpRelayAction next() {
        resting = false;
        SmtpRelayAction action = actions.poll();
        boolean moved = true;
        while (action == null && moved) {
            moved = false;
            if (!upstreamGone) {
                SmtpClientAction wanted = upstream.next();
                moved = !(wanted instanceof SmtpClientAction.NeedInput);
                obey(wanted);
            }
            if (actions.isEmpty() && !moved && !clientGone) {
                SmtpAction wanted = client.next();
                clientReads = wanted instanceof SmtpAction.NeedInput;
                moved = !(clientReads || wanted instanceof SmtpAction.NeedAnswer);
                obey(wanted);
            }
            action = actions.poll();
        }
        resting = action == null;
        return action == null ? SmtpRelayAction.WAIT : action;
    }

    private void obey(SmtpClientAction wanted) {
        if (wanted instanceof SmtpClientAction.Write write) {
            actions.add(new SmtpRelayAction.WriteUpstream(write.octets()));
        } else if (wanted instanceof SmtpClientAction.Reply reply) {
            replied(reply.step(), reply.reply());
        } else if (wanted instanceof SmtpClientAction.Failed failed) {
            upstreamLost(failed.failure());
        }
    }

    private void obey(SmtpAction wanted) {
        if (wanted instanceof SmtpAction.Write write) {
            actions.add(new SmtpRelayAction.WriteClient(write.octets()));
        } else if (wanted instanceof SmtpAction.BodyChunk chunk) {
            pass(chunk.octets());
        } else if (wanted instanceof SmtpAction.Discard) {
            // The client's side knows the reason and says it.
            fail(SmtpReplies.LOCAL_TROUBLE);
        } else if (wanted instanceof SmtpAction.Close) {
            clientGone = true;
            actions.add(SmtpRelayAction.CLOSE_CLIENT);
            leaveUpstream();
        } else if (wanted instanceof SmtpAction.Ask ask) {
            ask(ask);
        }
    }

    private void ask(SmtpAction.Ask asked) {
        awaiting = true;
        if (asked instanceof SmtpAction.Commit) {
            end();
        } else if (upstreamGone && !envelope.isAhead()) {
            reply(mail.failure());
        } else if (asked instanceof SmtpAction.Sender sender) {
            answerIfKnown(envelope.begin(sender));
        } else if (asked instanceof SmtpAction.Recipient recipient) {
            answerIfKnown(envelope.reach(recipient));
        } else {
            ask(mail.beginCopy());
        }
    }

    private void answerIfKnown(@Nullable SmtpReply known) {
        if (known != null) {
            reply(known.withEnhancedCode());
        } else if (upstreamGone) {
            reply(mail.failure());
        }
    }

    private void ask(SmtpRelayAction.Ask asked) {
        question = asked;
        actions.add(asked);
    }

    private void pass(ByteBuffer octets) {
        if (mail.failure() != null) {
            return;
        }
        mail.count(octets);
        // The copy takes octets that the server gets only with the next call, so that none goes by without the other.
        if (!upstream.body(octets)) {
            fail(RelayReplies.BARE_LINE_END);
        } else if (mail.isCopied()) {
            actions.add(new SmtpRelayAction.Body(octets));
        }
    }

    /** The client has sent its last octet. */
    private void end() {
        SmtpReply failure = mail.failure();
        if (failure != null) {
            reply(failure);
        } else if (mail.isCopied()) {
            ask(new SmtpRelayAction.MakePending());
        } else {
            release();
        }
    }

    private void release() {
        if (upstream.endBody()) {
            mail.release();
        } else {
            fail(RelayReplies.BARE_LINE_END);
            reply(RelayReplies.BARE_LINE_END);
        }
    }

    private void replied(SmtpClientStep step, SmtpReply reply) {
        switch (step) {
            case MAIL, RCPT -> {
                if (!envelope.replied(step, reply, awaiting)) {
                    return;
                }
            }
            case DATA -> {
                if (!reply.isPositive()) {
                    dropCopy();
                }
            }
            case END_OF_DATA ->
                conclude(reply.isPositive() ? SmtpRelayAction.Result.SENT : SmtpRelayAction.Result.REJECTED, reply);
            default -> {
                envelope.end();
                return;
            }
        }
        reply(reply.withEnhancedCode());
    }

    private void conclude(SmtpRelayAction.Result result, @Nullable SmtpReply reply) {
        envelope.end();
        actions.add(new SmtpRelayAction.Outcome(result, reply, mail.octets()));
        mail.conclude();
        if (clientGone) {
            leaveUpstream();
        }
    }

    /** Nothing more comes from the server, and it may not get more. */
    private void upstreamLost(SmtpClientFailure failure) {
        SmtpReply farewell = RelayReplies.lost(failure);
        client.drain(farewell);
        mail.fail(failure.step() == SmtpClientStep.BODY ? RelayReplies.lostInMail(failure) : farewell);
        if (question == null && !mail.isReleased()) {
            dropCopy();
        }
        abortUpstream(failure);
        if (mail.isReleased()) {
            if (failure.reason() == SmtpClientFailure.Reason.UNAVAILABLE) {
                conclude(SmtpRelayAction.Result.REJECTED, failure.reply());
            } else {
                conclude(SmtpRelayAction.Result.UNCERTAIN, null);
            }
            reply(RelayReplies.lostInMail(failure));
        } else if (awaiting && question == null) {
            reply(farewell);
        }
    }

    /** The mail cannot go on: its rest is swallowed. A server that waits for that rest is of no use any more. */
    private void fail(SmtpReply reason) {
        mail.fail(reason);
        dropCopy();
        abortUpstream(null);
        client.drain(RelayReplies.CUT);
    }

    private void dropCopy() {
        if (mail.isCopied()) {
            mail.copied(false);
            actions.add(SmtpRelayAction.DROP_COPY);
        }
    }

    private void abortUpstream(@Nullable SmtpClientFailure failure) {
        if (!upstreamGone) {
            upstreamGone = true;
            actions.add(new SmtpRelayAction.AbortUpstream(failure));
            client.drain(RelayReplies.CUT);
        }
    }

    /** The client is gone: the server is told so, unless it has a mail in its hands. */
    private void leaveUpstream() {
        if (upstreamGone || mail.isReleased()) {
            return;
        }
        if (upstream.step() == SmtpClientStep.IDLE && question == null) {
            upstream.quit();
            if (upstream.next() instanceof SmtpClientAction.Write write) {
                actions.add(new SmtpRelayAction.WriteUpstream(write.octets()));
            }
            upstreamGone = true;
            actions.add(SmtpRelayAction.CLOSE_UPSTREAM);
        } else {
            if (question == null) {
                dropCopy();
            }
            abortUpstream(null);
        }
    }

    private void reply(@Nullable SmtpReply reply) {
        awaiting = false;
        if (!clientGone) {
            client.answer(reply == null ? SmtpReplies.LOCAL_TROUBLE : reply);
        }
    }
}
