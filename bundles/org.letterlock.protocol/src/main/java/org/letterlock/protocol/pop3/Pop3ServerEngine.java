package org.letterlock.protocol.pop3;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.InputBuffer;
import org.letterlock.protocol.pop3.Pop3Action.CloseReason;
import org.letterlock.protocol.sasl.SaslCredentials;
import org.letterlock.protocol.sasl.SaslMechanism;
import org.letterlock.protocol.sasl.SaslServer;
import org.letterlock.protocol.sasl.SaslText;

/**
 * The server side of POP3. Octets go in by {@link #receive}; then {@link #next()} says what to do, again and again until
 * it needs input or an answer. While a question is open no pipelined input is looked at. Replies are gathered, and a long
 * listing comes in pieces: whoever stops calling {@link #next()} while the peer is slow is never given more. Not
 * thread-safe.
 */
public final class Pop3ServerEngine {

    /** The longest line: what SASL wants; any other may be as long. */
    public static final int MAX_LINE_OCTETS = SaslServer.MAX_LINE_OCTETS;

    private static final int WRITE_OCTETS = 16 * 1024;
    /** That of a mechanism. */
    private static final int LONGEST_KEYWORD = 11;

    private static final String NOT_NOW = "-ERR Not now";

    private enum State {
        AUTHORIZATION,
        HANDSHAKE
    }

    private enum Question {
        LOGIN,
        MAIL,
        UPDATE
    }

    private final Pop3ServerSettings settings;
    private final BooleanSupplier canStartTls;
    private final InputBuffer input = new InputBuffer();
    private final StringBuilder replies = new StringBuilder();

    private boolean secure;
    private State state = State.AUTHORIZATION;
    private @Nullable String user;
    /** The exchange that waits for the client's next line. */
    private @Nullable SaslServer sasl;

    private @Nullable Transaction transaction;
    private @Nullable Question question;
    private @Nullable Pop3Action queued;
    /** Why the session ends as soon as it can. */
    private @Nullable CloseReason stopping;

    private int failedLogins;
    private int unknownCommands;

    /**
     * Makes an engine that begins with its greeting.
     *
     * @param settings limits and texts
     * @param secure whether the connection has TLS already
     * @param canStartTls says whether STLS can be offered now
     */
    public Pop3ServerEngine(Pop3ServerSettings settings, boolean secure, BooleanSupplier canStartTls) {
        this.settings = settings;
        this.secure = secure;
        this.canStartTls = canStartTls;
        reply("+OK " + settings.hostname() + " POP3 server ready");
    }

    /** Takes octets from the peer; the buffer may be reused at once. */
    public void receive(ByteBuffer octets) {
        input.add(octets);
        // Commands are short: a copy costs nothing and spares a rule about the buffer's life.
        input.keep();
    }

    /** Takes the octets that were not looked at, for whoever goes on with the connection. */
    public ByteBuffer takePending() {
        ByteBuffer pending = input.octets();
        input.clear();
        return pending;
    }

    /** What to do next. */
    public Pop3Action next() {
        boolean advanced = true;
        while (advanced && queued == null && question == null && replies.length() < WRITE_OCTETS) {
            advanced = advance();
        }
        if (!replies.isEmpty()) {
            ByteBuffer octets = ByteBuffer.wrap(replies.toString().getBytes(US_ASCII));
            replies.setLength(0);
            return new Pop3Action.Write(octets);
        }
        Pop3Action action = queued;
        if (action == null) {
            return question == null ? new Pop3Action.NeedInput() : new Pop3Action.NeedAnswer();
        }
        if (!(action instanceof Pop3Action.Close)) {
            queued = null;
        }
        return action;
    }

    /** Answers {@link Pop3Action.Login}: the maildrop is open. */
    public void loggedIn(MailList mails) {
        answer(Question.LOGIN);
        transaction = new Transaction(mails, replies);
        if (stopping == null) {
            transaction.reportTotals();
        }
    }

    /** Answers {@link Pop3Action.Login}: the client is not let in. */
    public void loginFailed(LoginFailure reason) {
        answer(Question.LOGIN);
        failLogin(reason);
    }

    /** Answers {@link Pop3Action.Retrieve}: positive reply and mail have been sent. */
    public void retrieved() {
        answer(Question.MAIL);
    }

    /** Answers {@link Pop3Action.Retrieve}: nothing has been sent, the mail cannot be read. */
    public void unreadable() {
        answer(Question.MAIL);
        reply("-ERR [SYS/TEMP] The message cannot be read now");
    }

    /** Answers {@link Pop3Action.Update}: the deletions are durable and the maildrop is free again. */
    public void updated() {
        answer(Question.UPDATE);
        reply("+OK Bye");
        close(CloseReason.QUIT);
    }

    /** Answers {@link Pop3Action.Update}: nothing was deleted. */
    public void notUpdated() {
        answer(Question.UPDATE);
        reply("-ERR [SYS/TEMP] Deleting is not possible now, nothing was deleted");
        close(CloseReason.QUIT);
    }

    /** TLS is there: all that was said before is forgotten (RFC 2595, section 4). */
    public void tlsEstablished() {
        if (state != State.HANDSHAKE) {
            throw new IllegalStateException("no handshake was begun");
        }
        secure = true;
        state = State.AUTHORIZATION;
        user = null;
        unknownCommands = 0;
    }

    /** Ends the session as soon as no reply and no question is under way; deletes nothing. */
    public void shutdown() {
        stopping = CloseReason.SHUTDOWN;
    }

    /** Ends the session as {@link #shutdown} does: another one has the maildrop now. */
    public void replaced() {
        stopping = CloseReason.REPLACED;
    }

    /** Does one step; false if there is nothing to do. */
    private boolean advance() {
        if (transaction != null && transaction.isListing()) {
            transaction.continueListing(WRITE_OCTETS);
            return true;
        }
        if (state == State.HANDSHAKE) {
            if (stopping != null) {
                close(stopping);
            } else if (input.hasRemaining()) {
                close(CloseReason.PROTOCOL_ERROR);
            }
            return false;
        }
        if (stopping != null) {
            reply(
                    stopping == CloseReason.REPLACED
                            ? "-ERR [SYS/TEMP] Another login has taken over this idle session"
                            : "-ERR [SYS/TEMP] The service is restarting, try again later");
            close(stopping);
            return false;
        }
        return readLine();
    }

    private boolean readLine() {
        ByteBuffer line = input.line();
        // One octet more may be the CR of a line that is just short enough.
        int octets = line == null ? input.octets().remaining() - 1 : line.remaining();
        if (octets > MAX_LINE_OCTETS) {
            reply("-ERR Line too long");
            close(CloseReason.PROTOCOL_ERROR);
            return false;
        }
        if (line == null) {
            return false;
        }
        SaslServer exchange = sasl;
        if (exchange != null) {
            sasl = null;
            obey(exchange, exchange.respond(line));
        } else {
            command(keyword(line), line);
        }
        return true;
    }

    private void command(String keyword, ByteBuffer arguments) {
        switch (keyword) {
            case "CAPA" -> capabilities();
            case "QUIT" -> quit();
            case "STLS" -> startTls();
            case "USER", "PASS", "AUTH" -> {
                ByteBuffer secret = arguments.duplicate();
                login(keyword, arguments);
                // Also what was refused unread.
                InputBuffer.erase(secret);
            }
            case "UTF8" -> utf8(arguments);
            case "APOP" -> reply("-ERR APOP is not supported: use STLS, then USER and PASS");
            case "NOOP", "RSET", "STAT", "LIST", "UIDL", "RETR", "TOP", "DELE" -> {
                if (transaction == null) {
                    reply("-ERR Log in first");
                } else {
                    Pop3Action.Retrieve retrieve =
                            transaction.command(keyword, text(arguments).trim());
                    if (retrieve != null) {
                        ask(Question.MAIL, retrieve);
                    }
                }
            }
            case "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "PRI" -> {
                reply("-ERR This is a POP3 server");
                close(CloseReason.PROTOCOL_ERROR);
            }
            default -> unknownCommand();
        }
    }

    private void unknownCommand() {
        reply("-ERR Unknown command");
        if (++unknownCommands >= settings.maxUnknownCommands()) {
            close(CloseReason.PROTOCOL_ERROR);
        }
    }

    private void capabilities() {
        reply("+OK Capabilities follow");
        reply("TOP");
        reply("UIDL");
        reply("RESP-CODES");
        reply("AUTH-RESP-CODE");
        reply("PIPELINING");
        reply("EXPIRE NEVER");
        reply("IMPLEMENTATION Letterlock");
        if (secure) {
            reply("USER");
            reply("SASL PLAIN XOAUTH2 OAUTHBEARER");
            reply("UTF8 USER");
        } else if (canStartTls.getAsBoolean()) {
            reply("STLS");
        }
        reply(".");
    }

    private void quit() {
        if (transaction == null) {
            reply("+OK Bye");
            close(CloseReason.QUIT);
        } else {
            ask(Question.UPDATE, new Pop3Action.Update(transaction.deleted()));
        }
    }

    private void startTls() {
        if (secure || transaction != null) {
            reply(NOT_NOW);
        } else if (input.hasRemaining()) {
            // Octets sent in clear behind STLS would pass as protected ones: an attack (RFC 2595, section 4).
            close(CloseReason.PROTOCOL_ERROR);
        } else if (canStartTls.getAsBoolean()) {
            state = State.HANDSHAKE;
            queued = new Pop3Action.StartTls(ByteBuffer.wrap("+OK Begin TLS\r\n".getBytes(US_ASCII)));
        } else {
            reply("-ERR TLS is not available now");
        }
    }

    private void login(String keyword, ByteBuffer arguments) {
        if (transaction != null) {
            reply(NOT_NOW);
        } else if (!secure) {
            reply("-ERR Encryption is required for a login: use STLS first");
        } else {
            switch (keyword) {
                case "USER" -> user(text(arguments));
                case "PASS" -> pass(arguments);
                default -> auth(arguments);
            }
        }
    }

    /** There is no mode to enter (RFC 6856, section 2): names, passwords and mails pass as UTF-8 at any time. */
    private void utf8(ByteBuffer arguments) {
        if (transaction != null) {
            reply(NOT_NOW);
        } else if (!secure) {
            reply("-ERR Encryption is required: use STLS first");
        } else {
            reply(arguments.hasRemaining() ? Transaction.SYNTAX : "+OK UTF-8 is understood");
        }
    }

    private void user(String name) {
        if (name.isEmpty()) {
            reply(Transaction.SYNTAX);
        } else {
            user = name;
            reply("+OK");
        }
    }

    private void pass(ByteBuffer arguments) {
        if (user == null) {
            reply("-ERR USER comes first");
        } else {
            ask(Question.LOGIN, new Pop3Action.Login("USER", user, SaslText.password(arguments)));
            user = null;
        }
    }

    private void auth(ByteBuffer arguments) {
        // LOGIN is SMTP's.
        SaslMechanism mechanism = SaslMechanism.named(keyword(arguments))
                .filter(named -> named != SaslMechanism.LOGIN)
                .orElse(null);
        if (mechanism == null) {
            reply("-ERR The mechanism is not supported");
        } else {
            SaslServer begun = new SaslServer(mechanism);
            obey(begun, begun.begin(arguments.hasRemaining() ? arguments : null));
        }
    }

    private void obey(SaslServer exchange, SaslServer.Step step) {
        if (step instanceof SaslServer.Step.Challenge challenge) {
            sasl = exchange;
            reply("+ " + challenge.base64());
        } else if (step instanceof SaslServer.Step.Complete complete) {
            SaslCredentials login = complete.credentials();
            ask(Question.LOGIN, new Pop3Action.Login(login.mechanism().name(), login.userName(), login.secret()));
        } else if (step instanceof SaslServer.Step.Cancelled) {
            reply("-ERR Login cancelled");
        } else {
            failLogin(LoginFailure.DENIED);
        }
    }

    private void failLogin(LoginFailure reason) {
        reply(reason.reply());
        if (reason == LoginFailure.DENIED && ++failedLogins >= settings.maxLoginAttempts()) {
            close(CloseReason.LOGIN_FAILURES);
        }
    }

    /** Consumes a keyword and the space behind it; empty if it can't be one. */
    private static String keyword(ByteBuffer line) {
        StringBuilder keyword = new StringBuilder(LONGEST_KEYWORD);
        while (line.hasRemaining()) {
            char c = (char) (line.get() & 0xff);
            if (c == ' ') {
                break;
            }
            if (keyword.length() == LONGEST_KEYWORD) {
                return "";
            }
            keyword.append(c);
        }
        return keyword.toString().toUpperCase(Locale.ROOT);
    }

    private static String text(ByteBuffer octets) {
        return UTF_8.decode(octets).toString();
    }

    private void ask(Question asked, Pop3Action action) {
        question = asked;
        queued = action;
    }

    private void answer(Question answered) {
        if (question != answered || queued != null) {
            throw new IllegalStateException("not asked");
        }
        question = null;
    }

    private void close(CloseReason reason) {
        queued = new Pop3Action.Close(reason);
        input.clear();
    }

    private void reply(String line) {
        replies.append(line).append("\r\n");
    }
}
