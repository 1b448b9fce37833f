package org.letterlock.protocol.smtp;

import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.InputBuffer;

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
        COMMAND,
        /** In a command line that is too long, up to its end. */
        LONG_COMMAND,
        DATA,
        /** In the octets that follow BDAT. */
        CHUNK,
        /** STARTTLS was accepted, the caller does not know yet. */
        STARTING_TLS,
        /** The handshake is not done. */
        SECURING,
        CLOSED
    }

    private static final int MAX_NAME_OCTETS = 255;
    private static final Pattern NOT_ASCII = Pattern.compile("[^!-~]");

    private final SmtpServerLimits limits;
    private final SmtpServerGreetings greetings;
    private final BooleanSupplier canStartTls;
    private final InputBuffer input = new InputBuffer();
    private final ReplyQueue replies = new ReplyQueue();
    private final TurnTimer timer = new TurnTimer();

    private State state = State.COMMAND;
    private boolean secure;
    private String helo = "";
    private boolean extended;
    private int badCommands;
    private boolean draining;
    private SmtpAction.@Nullable Ask open;
    private boolean asked;

    private boolean transaction;
    private boolean utf8;
    private int recipients;
    private DataScanner scanner = new DataScanner();
    private Chunk chunk = Chunk.none();
    private IncomingMail mail;
    /** The caller keeps something of a mail that is void. */
    private boolean discard;

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
        this.limits = limits;
        this.greetings = greetings;
        this.secure = secure;
        this.canStartTls = canStartTls;
        this.mail = new IncomingMail(limits, false);
        replies.add(greetings.banner());
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
            if (isInMail()) {
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
        return helo;
    }

    /**
     * Whether the client speaks ESMTP.
     *
     * @return true after EHLO, false after HELO
     */
    public boolean isExtended() {
        return extended;
    }

    /** The handshake is done. The client must begin anew (RFC 3207, section 4.2). */
    public void secured() {
        if (state == State.SECURING) {
            state = State.COMMAND;
            secure = true;
            helo = "";
            extended = false;
            timer.restart();
            endTransaction();
        }
    }

    /** Finish: after the transaction under way, or at once, the client is told to come back later. */
    public void drain() {
        draining = true;
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
        long timeout = isInMail() ? limits.dataTimeoutNanos() : limits.commandTimeoutNanos();
        if (timer.hasRunOut(nanoTime, timeout) && state != State.CLOSED) {
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
        open = null;
        asked = false;
        timer.restart();
        if (state == State.CHUNK && reply.code() != 421) {
            beginChunks(reply);
            return;
        }
        replies.add(reply);
        if (reply.code() == 421) {
            close();
        } else if (answered instanceof SmtpAction.Commit) {
            endTransaction();
        } else if (reply.isPositive()) {
            if (answered instanceof SmtpAction.Recipient) {
                recipients++;
            } else if (answered instanceof SmtpAction.Sender sender) {
                transaction = true;
                utf8 = sender.utf8();
                mail = new IncomingMail(limits, sender.binary());
            } else {
                state = State.DATA;
                scanner = new DataScanner();
                mail.hold();
            }
        }
    }

    /**
     * What to do next.
     *
     * @return an action; call again when it has been done, unless it needs input or an answer, or closes
     */
    public SmtpAction next() {
        SmtpAction action = null;
        while (action == null) {
            if (discard) {
                discard = false;
                action = SmtpAction.DISCARD;
            } else if (open != null) {
                action = asked ? flushOr(SmtpAction.NEED_ANSWER) : ask(open);
            } else {
                action = switch (state) {
                    case COMMAND -> command();
                    case LONG_COMMAND -> longCommand();
                    case DATA -> data();
                    case CHUNK -> chunk();
                    case STARTING_TLS -> startTls();
                    case SECURING -> SmtpAction.NEED_INPUT;
                    case CLOSED -> flushOr(SmtpAction.CLOSE);
                };
            }
        }
        return action;
    }

    private SmtpAction ask(SmtpAction.Ask question) {
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

    private boolean isInMail() {
        return state == State.DATA || state == State.CHUNK;
    }

    private @Nullable SmtpAction data() {
        ByteBuffer part = scanner.next(input.octets());
        if (part != null) {
            return pass(part);
        }
        if (!scanner.isComplete()) {
            return flushOr(SmtpAction.NEED_INPUT);
        }
        state = State.COMMAND;
        timer.restart();
        endMail();
        return null;
    }

    private @Nullable SmtpAction chunk() {
        ByteBuffer part = chunk.next(input.octets());
        if (part != null) {
            return pass(part);
        }
        if (!chunk.isComplete()) {
            return flushOr(SmtpAction.NEED_INPUT);
        }
        state = State.COMMAND;
        timer.restart();
        SmtpReply failure = mail.failure();
        if (!transaction) {
            reply(chunk.isWellFormed() ? SmtpReplies.SENDER_FIRST : SmtpReplies.BAD_ARGUMENTS);
        } else if (chunk.isLast()) {
            endMail();
        } else {
            reply(failure == null ? SmtpReplies.CHUNK_OK : failure);
        }
        return null;
    }

    /** Gives octets of the mail to the caller, or swallows them if it has failed or there is none. */
    private @Nullable SmtpAction pass(ByteBuffer part) {
        if (!transaction || mail.failure() != null) {
            return null;
        }
        if (mail.take(part)) {
            return new SmtpAction.BodyChunk(part);
        }
        dropMail();
        return null;
    }

    private void endMail() {
        SmtpReply failure = mail.failure();
        if (failure == null) {
            mail.release();
            open = new SmtpAction.Commit();
        } else {
            reply(failure);
            endTransaction();
        }
    }

    private void dropMail() {
        if (mail.isHeld()) {
            mail.release();
            discard = true;
        }
    }

    private @Nullable SmtpAction longCommand() {
        if (input.line() == null) {
            forgetPartOfLine();
            return flushOr(SmtpAction.NEED_INPUT);
        }
        state = State.COMMAND;
        reply(SmtpReplies.LINE_TOO_LONG);
        return null;
    }

    /** Keeps the last octet only, which may be the CR of a CRLF. */
    private void forgetPartOfLine() {
        ByteBuffer octets = input.octets();
        if (octets.remaining() > 1) {
            octets.position(octets.limit() - 1);
        }
    }

    private @Nullable SmtpAction command() {
        if (draining && !transaction) {
            replies.add(SmtpReplies.SHUTDOWN);
            close();
            return null;
        }
        ByteBuffer line = input.line();
        if (line == null) {
            // The CR of its CRLF may be there already.
            if (input.octets().remaining() > limits.maxCommandOctets() + 1) {
                if (!isLast(input.octets(), SmtpReplies.LINE_TOO_LONG)) {
                    state = State.LONG_COMMAND;
                }
                return null;
            }
            return flushOr(SmtpAction.NEED_INPUT);
        }
        timer.restart();
        boolean tooLong = line.remaining() > limits.maxCommandOctets();
        CommandLine command = tooLong ? null : CommandLine.parse(line.duplicate());
        if (command == null) {
            SmtpReply refusal = tooLong ? SmtpReplies.LINE_TOO_LONG : SmtpReplies.BAD_LINE;
            if (!isLast(line, refusal)) {
                reply(refusal);
            }
        } else {
            obey(command.verb(), command.arguments());
        }
        return null;
    }

    /** Whether nothing behind a line that cannot be read may be taken for commands; then that has been said. */
    private boolean isLast(ByteBuffer line, SmtpReply refusal) {
        if (HttpVerbs.begin(line)) {
            refuseForGood(SmtpReplies.NOT_HTTP);
        } else if (Chunk.mayFollow(line)) {
            refuseForGood(refusal);
        }
        return state == State.CLOSED;
    }

    private void obey(String verb, String arguments) {
        switch (verb) {
            case "EHLO" -> hello(arguments, true);
            case "HELO" -> hello(arguments, false);
            case "MAIL" -> mail(arguments);
            case "RCPT" -> rcpt(arguments);
            case "BDAT" -> bdat(arguments);
            case "DATA", "RSET", "QUIT", "STARTTLS" -> {
                if (arguments.isEmpty()) {
                    obey(verb);
                } else {
                    reply(SmtpReplies.BAD_ARGUMENTS);
                }
            }
            case "NOOP" -> reply(SmtpReplies.OK);
            case "VRFY" -> reply(EnvelopeCommands.vrfy(arguments));
            case "HELP" -> reply(SmtpReplies.HELP);
            case "AUTH", "EXPN", "ETRN" -> reply(SmtpReplies.NOT_IMPLEMENTED);
            default -> {
                if (HttpVerbs.contains(verb)) {
                    refuseForGood(SmtpReplies.NOT_HTTP);
                } else {
                    reply(SmtpReplies.UNKNOWN_COMMAND);
                }
            }
        }
    }

    private void obey(String verb) {
        switch (verb) {
            case "DATA" -> beginData();
            case "RSET" -> {
                endTransaction();
                reply(SmtpReplies.OK);
            }
            case "QUIT" -> {
                reply(SmtpReplies.BYE);
                close();
            }
            default -> secure();
        }
    }

    private void hello(String name, boolean withExtensions) {
        if (name.isEmpty() || name.indexOf(' ') >= 0 || name.length() > MAX_NAME_OCTETS) {
            reply(SmtpReplies.BAD_ARGUMENTS);
            return;
        }
        endTransaction();
        helo = NOT_ASCII.matcher(name).replaceAll("?");
        extended = withExtensions;
        reply(extended ? greetings.ehlo(!secure && canStartTls.getAsBoolean()) : greetings.helo());
    }

    private void mail(String arguments) {
        if (helo.isEmpty()) {
            reply(SmtpReplies.HELLO_FIRST);
        } else if (transaction) {
            reply(SmtpReplies.SENDER_TWICE);
        } else {
            take(EnvelopeCommands.mail(arguments, limits.maxMessageOctets()));
        }
    }

    private void rcpt(String arguments) {
        if (!transaction) {
            reply(SmtpReplies.SENDER_FIRST);
        } else if (mail.isChunked()) {
            reply(SmtpReplies.MAIL_BEGUN);
        } else if (recipients >= limits.maxRecipients()) {
            reply(SmtpReplies.TOO_MANY_RECIPIENTS);
        } else {
            take(EnvelopeCommands.rcpt(arguments, utf8));
        }
    }

    private void take(EnvelopeCommands.Outcome outcome) {
        open = outcome.question();
        SmtpReply refusal = outcome.refusal();
        if (refusal != null) {
            reply(refusal);
        }
    }

    private void beginData() {
        if (!transaction) {
            reply(SmtpReplies.SENDER_FIRST);
        } else if (recipients == 0 && !mail.isChunked()) {
            reply(SmtpReplies.NO_RECIPIENTS);
        } else {
            SmtpReply refusal = mail.announceData();
            if (refusal == null) {
                open = new SmtpAction.Data();
            } else {
                reply(refusal);
            }
        }
    }

    /** Whatever is wrong, the octets that follow are taken first (RFC 3030, section 2). */
    private void bdat(String arguments) {
        Chunk announced = Chunk.parse(arguments);
        if (announced == null) {
            refuseForGood(SmtpReplies.BAD_ARGUMENTS);
            return;
        }
        chunk = announced;
        state = State.CHUNK;
        if (transaction) {
            mail.announce(announced, recipients);
            if (mail.failure() != null) {
                dropMail();
            } else if (!mail.isHeld()) {
                open = new SmtpAction.Data();
            }
        }
    }

    private void beginChunks(SmtpReply reply) {
        if (reply.isPositive()) {
            mail.hold();
        } else {
            mail.fail(reply);
        }
    }

    /**
     * Nothing behind this line may be taken for commands: a browser was led here, or nobody knows where the octets of a BDAT
     * end.
     */
    private void refuseForGood(SmtpReply reply) {
        reply(reply);
        close();
    }

    private void secure() {
        if (secure) {
            reply(SmtpReplies.TLS_TWICE);
        } else if (!canStartTls.getAsBoolean()) {
            reply(SmtpReplies.NO_TLS_NOW);
        } else if (input.hasRemaining()) {
            close();
        } else {
            state = State.STARTING_TLS;
        }
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

    private void endTransaction() {
        transaction = false;
        recipients = 0;
        dropMail();
    }

    private void close() {
        state = State.CLOSED;
        input.clear();
    }
}
