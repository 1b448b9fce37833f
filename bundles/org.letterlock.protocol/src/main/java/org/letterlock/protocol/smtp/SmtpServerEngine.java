package org.letterlock.protocol.smtp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.InputBuffer;
import org.letterlock.protocol.TurnTimer;

/**
 * The server's side of an SMTP session (RFC 5321) as a pure state machine. The caller gives it octets ({@link #receive}),
 * answers, and the time, and after each of them calls {@link #next()} and does what it says until there is nothing more to
 * do. Confined to one thread at a time.
 *
 * <p>While a question is open the engine looks at nothing the client sent behind it: replies keep their order, and the
 * caller need not queue. Octets in clear behind STARTTLS are an attack (RFC 3207, section 4.2; CVE-2011-0411) and end the
 * session; what was said before TLS is forgotten.
 */
public final class SmtpServerEngine {

    private enum State {
        /** Commands, the lines of a login, or a mail. */
        OPEN,
        /** STARTTLS was accepted, the caller does not know yet. */
        STARTING_TLS,
        /** The handshake is not done. */
        SECURING,
        /** The session is another's. */
        HANDED_OVER,
        CLOSED
    }

    private final SmtpServerLimits limits;
    private final InputBuffer input = new InputBuffer();
    private final ReplyQueue replies = new ReplyQueue();
    private final TurnTimer timer = new TurnTimer();

    private final CommandReader lines = new CommandReader(input);
    private final MailReceipt receipt;
    private final AuthDialogue auth;
    private final ServerCommands commands;

    private State state = State.OPEN;
    private int badCommands;
    /** What to say instead of going on; null while we go on. */
    private @Nullable SmtpReply farewell;

    private SmtpAction.@Nullable Ask open;
    private boolean asked;

    /**
     * Makes the engine of a new connection; its first action is the banner.
     *
     * @param limits what to put up with
     * @param greetings what to say of the server
     * @param secure whether the connection has TLS from the start
     * @param canStartTls whether STARTTLS can work now; asked while it is not secure
     */
    public SmtpServerEngine(
            SmtpServerLimits limits, SmtpServerGreetings greetings, boolean secure, BooleanSupplier canStartTls) {
        this(limits, greetings, canStartTls, new AuthDialogue(greetings.offers(SmtpExtension.AUTH)));
        commands.begin(secure, "", false);
        replies.add(greetings.banner());
    }

    private SmtpServerEngine(
            SmtpServerLimits limits, SmtpServerGreetings greetings, BooleanSupplier canStartTls, AuthDialogue auth) {
        this.limits = limits;
        this.receipt = new MailReceipt(limits);
        this.auth = auth;
        this.commands = new ServerCommands(limits, greetings, canStartTls, receipt, auth);
    }

    /**
     * Makes the engine that goes on behind a login (see {@link #handOver()}), under TLS; it has nothing to say first. Neither AUTH
     * nor STARTTLS can come again; EHLO may, as RFC 4954, section 4 does not ask for, and is answered with these greetings.
     *
     * @param limits what to put up with
     * @param greetings what to say of the server
     * @param helo {@link #helo()} of the engine that handed over
     * @param extended {@link #isExtended()} of it
     * @return the engine
     */
    public static SmtpServerEngine loggedIn(
            SmtpServerLimits limits, SmtpServerGreetings greetings, String helo, boolean extended) {
        SmtpServerEngine engine = new SmtpServerEngine(limits, greetings, () -> false, AuthDialogue.ofOneLoggedIn());
        engine.commands.begin(true, helo, extended);
        return engine;
    }

    /**
     * Octets from the client.
     *
     * @param octets read until {@link #keep()}
     */
    public void receive(ByteBuffer octets) {
        if (state == State.SECURING) {
            close();
        }
        if (state != State.CLOSED) {
            input.add(octets);
            if (receipt.isInMail()) {
                timer.restart();
            }
        }
    }

    /** The caller takes the buffer of {@link #receive} back; what was not consumed is copied. */
    public void keep() {
        input.keep();
    }

    /**
     * What the client called itself.
     *
     * @return printable ASCII; empty before EHLO or HELO
     */
    public String helo() {
        return commands.helo();
    }

    /**
     * Whether the client speaks ESMTP.
     *
     * @return true after EHLO, false after HELO
     */
    public boolean isExtended() {
        return commands.isExtended();
    }

    /** The handshake is done. The client must begin anew (RFC 3207, section 4.2). */
    public void secured() {
        if (state == State.SECURING) {
            state = State.OPEN;
            commands.begin(true, "", false);
            timer.restart();
            receipt.end();
        }
    }

    /** Finish: after the transaction under way, or at once, the client is told to come back later. */
    public void drain() {
        drain(SmtpReplies.SHUTDOWN);
    }

    /**
     * Finish likewise, for another reason.
     *
     * @param words the last ones, code 421
     */
    public void drain(SmtpReply words) {
        if (farewell == null) {
            farewell = words;
        }
    }

    /**
     * Time passes. The wait for the client begins with the first tick after it was its turn.
     *
     * @param nanoTime a clock that never goes back
     */
    public void tick(long nanoTime) {
        if (open != null) {
            timer.restart();
        }
        long timeout = receipt.isInMail() ? limits.dataTimeoutNanos() : limits.commandTimeoutNanos();
        if (timer.hasRunOut(nanoTime, timeout) && state != State.CLOSED && state != State.HANDED_OVER) {
            if (state != State.SECURING) {
                replies.add(SmtpReplies.TIME_OUT);
            }
            close();
        }
    }

    /**
     * Answers the open question.
     *
     * @param reply for the client; code 421 closes the connection. BDAT is answered behind its octets, so a reply that lets
     *     a mail come by it is not sent
     */
    public void answer(SmtpReply reply) {
        SmtpAction.Ask answered = open;
        if (answered == null) {
            throw new IllegalStateException("no question is open");
        }
        if (answered instanceof SmtpAction.Login && reply.isPositive()) {
            throw new IllegalArgumentException("a login succeeds by being handed over");
        }
        close(answered);
        if (reply.code() == 421) {
            refuseForGood(reply);
        } else if (answered instanceof SmtpAction.Data) {
            if (receipt.answerData(reply)) {
                replies.add(reply);
            }
        } else {
            replies.add(reply);
            conclude(answered, reply);
        }
    }

    private void conclude(SmtpAction.Ask answered, SmtpReply reply) {
        if (answered instanceof SmtpAction.Commit) {
            receipt.end();
        } else if (answered instanceof SmtpAction.Login) {
            if (auth.fail(reply) >= limits.maxLoginAttempts()) {
                close();
            }
        } else if (reply.isPositive()) {
            if (answered instanceof SmtpAction.Sender sender) {
                receipt.begin(sender);
            } else {
                receipt.addRecipient();
            }
        }
    }

    /**
     * The recipients that stand at once behind the open question for a sender or a recipient, so that they can be asked for
     * elsewhere before that is answered. Nothing is consumed: each is still asked for, unless the sender is refused.
     *
     * @param most how many to look for
     * @return well-formed ones, in order, as they will be asked for; within the limit of a mail whatever the answers are
     */
    public List<SmtpAction.Recipient> recipientsBehind(int most) {
        SmtpAction.Ask question = open;
        boolean utf8 = question instanceof SmtpAction.Sender sender ? sender.utf8() : receipt.isUtf8();
        int room = receipt.recipientsLeft() - (question instanceof SmtpAction.Recipient ? 1 : 0);
        InputBuffer behind = new InputBuffer();
        // Read-only, since it is not to be overwritten either.
        behind.add(input.octets().asReadOnlyBuffer());
        CommandReader reader = new CommandReader(behind);
        List<SmtpAction.Recipient> found = new ArrayList<>();
        SmtpAction.Recipient next = commands.recipient(reader.next(limits.maxCommandOctets()), utf8);
        while (next != null && found.size() < Math.min(most, room)) {
            found.add(next);
            next = commands.recipient(reader.next(limits.maxCommandOctets()), utf8);
        }
        return found;
    }

    /**
     * Answers an open question for a login: somebody else goes on with the session and replies to it. The engine says nothing
     * more then.
     *
     * @return false if the client has sent something behind AUTH, which it must not (RFC 4954, section 4): then it was not
     *     meant for who comes next, and the engine ends the session
     */
    public boolean handOver() {
        if (!(open instanceof SmtpAction.Login login)) {
            throw new IllegalStateException("no login is open");
        }
        close(login);
        if (input.hasRemaining()) {
            refuseForGood(SmtpReplies.LOGIN_PIPELINED);
            return false;
        }
        state = State.HANDED_OVER;
        return true;
    }

    private void close(SmtpAction.Ask answered) {
        if (open != answered || !asked) {
            throw new IllegalStateException("not asked");
        }
        open = null;
        asked = false;
        timer.restart();
    }

    /**
     * What to do next.
     *
     * @return an action; call again when it has been done, unless it needs input or an answer, or closes
     */
    public SmtpAction next() {
        SmtpAction action = null;
        while (action == null) {
            action = receipt.takeDiscard();
            if (action == null && open != null) {
                action = asked ? flushOr(SmtpAction.NEED_ANSWER) : ask(open);
            } else if (action == null) {
                action = switch (state) {
                    case OPEN -> receipt.isInMail() ? mail() : command();
                    case STARTING_TLS -> startTls();
                    case SECURING, HANDED_OVER -> SmtpAction.NEED_INPUT;
                    case CLOSED -> flushOr(SmtpAction.CLOSE);
                };
            }
        }
        return action;
    }

    private SmtpAction ask(SmtpAction.Ask question) {
        if (question instanceof SmtpAction.Login) {
            // Whoever goes on with the session must not overtake what was said before.
            ByteBuffer waiting = replies.take();
            if (waiting != null) {
                return new SmtpAction.Write(waiting);
            }
        }
        asked = true;
        return question;
    }

    private SmtpAction flushOr(SmtpAction otherwise) {
        ByteBuffer waiting = replies.take();
        return waiting == null ? otherwise : new SmtpAction.Write(waiting);
    }

    private SmtpAction startTls() {
        SmtpAction action = flushOr(SmtpAction.NEED_INPUT);
        if (action == SmtpAction.NEED_INPUT) {
            state = State.SECURING;
            action = new SmtpAction.StartTls(SmtpReplies.START_TLS.octets());
        }
        return action;
    }

    private @Nullable SmtpAction mail() {
        SmtpAction action = receipt.take(input.octets());
        if (action != null) {
            return action;
        }
        if (!receipt.isComplete()) {
            return flushOr(SmtpAction.NEED_INPUT);
        }
        timer.restart();
        take(receipt.complete());
        return null;
    }

    private @Nullable SmtpAction command() {
        SmtpReply words = farewell;
        if (words != null && !receipt.isOpen()) {
            refuseForGood(words);
            return null;
        }
        if (auth.isOpen()) {
            return login();
        }
        CommandReader.Line line = lines.next(
                Math.max(limits.maxCommandOctets(), auth.maxCommandOctets(input.octets(), commands.isSecure())));
        if (line == null) {
            return flushOr(SmtpAction.NEED_INPUT);
        }
        timer.restart();
        CommandLine command = line.command();
        take(command == null ? commands.refuse(line) : commands.obey(command));
        return null;
    }

    private @Nullable SmtpAction login() {
        Outcome outcome = auth.next(input);
        if (outcome == null) {
            return flushOr(SmtpAction.NEED_INPUT);
        }
        timer.restart();
        take(outcome);
        return null;
    }

    private void take(Outcome outcome) {
        if (outcome.question() instanceof SmtpAction.Login login && input.hasRemaining()) {
            login.credentials().erase();
            refuseForGood(SmtpReplies.LOGIN_PIPELINED);
            return;
        }
        open = outcome.question();
        SmtpReply reply = outcome.reply();
        if (reply != null) {
            reply(reply);
        }
        switch (outcome.then()) {
            case GO_ON -> {}
            case CLOSE -> close();
            case START_TLS -> {
                if (input.hasRemaining()) {
                    close();
                } else {
                    state = State.STARTING_TLS;
                }
            }
        }
    }

    /** Nothing behind this may be taken for commands. */
    private void refuseForGood(SmtpReply reply) {
        reply(reply);
        close();
    }

    private void reply(SmtpReply reply) {
        if (reply.isProtocolError()) {
            badCommands++;
        }
        if (badCommands <= limits.maxBadCommands()) {
            replies.add(reply);
        } else {
            replies.add(SmtpReplies.TOO_MANY_ERRORS);
            close();
        }
    }

    private void close() {
        state = State.CLOSED;
        input.clear();
    }
}
