package org.letterlock.protocol.smtp;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.InputBuffer;
import org.letterlock.protocol.TurnTimer;
import org.letterlock.protocol.sasl.SaslCredentials;
import org.letterlock.protocol.sasl.SaslMechanism;
import org.letterlock.protocol.smtp.SmtpClientFailure.Reason;

/**
 * The client's side of an SMTP session (RFC 5321) as a pure state machine. The caller gives it octets, commands and the time, and
 * after each of them calls {@link #next()} and does what it says until there is nothing more to do. Confined to one thread at a
 * time.
 *
 * <p>It says EHLO by itself, and STARTTLS where the connection is not secure yet; {@link SmtpClientAction.Ready} follows under
 * TLS only, so that no credentials and no mail leave without it. Commands may be given before the replies to earlier ones are
 * there: they go out at once if the server offers PIPELINING (RFC 2920), else one by one. What was not asked for is a failure.
 */
public final class SmtpClientEngine {

    private final String hostname;
    private final SmtpClientTimeouts timeouts;
    private final InputBuffer input = new InputBuffer();
    private final ReplyReader replies = new ReplyReader();
    private final TurnTimer timer = new TurnTimer();

    private final CommandPipeline commands = new CommandPipeline(SmtpClientStep.GREETING);
    private final Deque<ByteBuffer> output = new ArrayDeque<>();

    private boolean secure;
    private boolean ready;
    private SmtpCapabilities capabilities = new SmtpCapabilities(Set.of(), Long.MAX_VALUE, Set.of());
    private @Nullable ClientLogin login;
    /** The mail may be sent; null outside of it. */
    private @Nullable DataEncoder body;
    /** A part of the mail was given out, and the caller has not come back since. */
    private boolean blocked;

    private boolean peerClosed;
    private boolean ended;
    private @Nullable SmtpClientFailure failure;

    /**
     * Makes the engine of a new connection.
     *
     * @param hostname what to call ourselves in EHLO: a host name or an address literal
     * @param timeouts how long to wait
     * @param secure whether the connection has TLS from the start; if not, STARTTLS is required
     */
    public SmtpClientEngine(String hostname, SmtpClientTimeouts timeouts, boolean secure) {
        this.hostname = hostname;
        this.timeouts = timeouts;
        this.secure = secure;
    }

    /**
     * Octets from the server.
     *
     * @param octets copied as far as they are not consumed by the next calls of {@link #next()}; call {@link #keep()} then
     */
    public void receive(ByteBuffer octets) {
        if (commands.expected() == SmtpClientStep.HANDSHAKE) {
            fail(Reason.UNSOLICITED, null);
        } else if (!ended) {
            input.add(octets);
        }
    }

    /** The caller takes the buffer of {@link #receive} back; what was not consumed is copied. */
    public void keep() {
        input.keep();
    }

    /** The server has closed the connection. Replies that have arrived before still count. */
    public void closed() {
        peerClosed = true;
    }

    /** The handshake is done, and the server has proved its name. What it said before is forgotten (RFC 3207, section 4.2). */
    public void secured() {
        if (commands.expected() != SmtpClientStep.HANDSHAKE) {
            throw new IllegalStateException("no handshake was begun");
        }
        secure = true;
        hello();
    }

    /**
     * Time passes. The wait for the server begins with the first tick after it was its turn.
     *
     * @param nanoTime a clock that never goes back
     */
    public void tick(long nanoTime) {
        SmtpClientStep step = step();
        if (step == SmtpClientStep.IDLE || (step == SmtpClientStep.BODY && !blocked)) {
            timer.restart();
        }
        if (timer.hasRunOut(nanoTime, timeouts.of(step))) {
            fail(Reason.TIME_OUT, null);
        }
    }

    /**
     * Where the session is.
     *
     * @return the first thing that is waited for
     */
    public SmtpClientStep step() {
        SmtpClientStep first = commands.expected();
        if (first != null) {
            return first;
        }
        return body == null ? SmtpClientStep.IDLE : SmtpClientStep.BODY;
    }

    /**
     * What the server can do.
     *
     * @return known from {@link SmtpClientAction.Ready} on; nothing before
     */
    public SmtpCapabilities capabilities() {
        return capabilities;
    }

    /**
     * Logs in, with the credentials' own mechanism, or with LOGIN for PLAIN and the other way round if only that is offered. They
     * must not be erased before the reply is there.
     *
     * @param credentials with the name at the server
     * @param host the server's name, as the client knows it
     * @param port its port
     */
    public void login(SaslCredentials credentials, String host, int port) {
        requireReady();
        Optional<SaslMechanism> mechanism = ClientLogin.choose(credentials.mechanism(), capabilities.mechanisms());
        if (mechanism.isEmpty()) {
            commands.expect(SmtpClientStep.AUTH);
            fail(Reason.NO_MECHANISM, null);
            return;
        }
        ClientLogin begun = new ClientLogin(mechanism.get(), credentials, host, port);
        login = begun;
        command(SmtpClientStep.AUTH, begun.command());
    }

    /**
     * Begins a mail. Parameters of extensions that the server does not offer are left out; see
     * {@link SmtpCapabilities#refusal}.
     *
     * @param sender reverse-path and parameters
     */
    public void mail(SmtpAction.Sender sender) {
        requireReady();
        command(SmtpClientStep.MAIL, ClientCommands.mail(sender, capabilities));
    }

    /**
     * Adds a recipient.
     *
     * @param recipient forward-path and parameters, likewise
     */
    public void rcpt(SmtpAction.Recipient recipient) {
        requireReady();
        command(SmtpClientStep.RCPT, ClientCommands.rcpt(recipient, capabilities));
    }

    /** Asks to send the mail; a positive reply lets {@link #body} be called. */
    public void data() {
        requireReady();
        command(SmtpClientStep.DATA, ClientCommands.line("DATA"));
    }

    /**
     * Sends a part of the mail, dots doubled. Call {@link #next()} until it has been given out before sending another part.
     *
     * @param octets a part of the mail, read during the call
     * @return false if a bare CR or LF is in it: it was not sent, and the mail cannot be ended; abort the connection
     */
    public boolean body(ByteBuffer octets) {
        ByteBuffer encoded = requireBody().encode(octets);
        if (encoded == null) {
            return false;
        }
        if (encoded.hasRemaining()) {
            output.add(encoded);
        }
        return true;
    }

    /**
     * Sends the final dot: from here on the mail may be the server's. Until this is called it cannot be.
     *
     * @return false if the mail ends with a bare CR: nothing was sent; abort the connection
     */
    public boolean endBody() {
        ByteBuffer end = requireBody().end();
        if (end == null) {
            return false;
        }
        body = null;
        command(SmtpClientStep.END_OF_DATA, end);
        return true;
    }

    /** Gives the transaction up. */
    public void rset() {
        requireReady();
        command(SmtpClientStep.RSET, ClientCommands.line("RSET"));
    }

    /** Ends the session. */
    public void quit() {
        requireReady();
        command(SmtpClientStep.QUIT, ClientCommands.line("QUIT"));
    }

    /**
     * What to do next.
     *
     * @return an action; call again when it has been done, unless it needs input or closes
     */
    public SmtpClientAction next() {
        blocked = false;
        SmtpClientAction action = null;
        while (action == null) {
            SmtpClientFailure failed = failure;
            if (failed != null) {
                failure = null;
                return failed.step() == SmtpClientStep.QUIT
                        ? SmtpClientAction.CLOSE
                        : new SmtpClientAction.Failed(failed);
            }
            if (ended) {
                return SmtpClientAction.NEED_INPUT;
            }
            send();
            ByteBuffer waiting = output.poll();
            if (waiting != null) {
                timer.restart();
                blocked = body != null;
                return new SmtpClientAction.Write(waiting);
            }
            action = failure == null ? read() : null;
        }
        return action;
    }

    /** Gives out what may be sent now. */
    private void send() {
        while (commands.maySend(capabilities.offers(SmtpExtension.PIPELINING))) {
            if (commands.expected() == null && (input.hasRemaining() || replies.isWithin())) {
                // It would pass for the reply to a command that the server has not seen.
                fail(Reason.UNSOLICITED, null);
                return;
            }
            output.add(commands.send());
        }
    }

    private @Nullable SmtpClientAction read() {
        SmtpReply reply = replies.next(input);
        if (replies.isMalformed()) {
            fail(Reason.MALFORMED, null);
        } else if (reply != null) {
            timer.restart();
            return take(reply);
        } else if (peerClosed) {
            fail(Reason.CLOSED, null);
        } else {
            return SmtpClientAction.NEED_INPUT;
        }
        return null;
    }

    private @Nullable SmtpClientAction take(SmtpReply reply) {
        if (reply.code() == 421) {
            return fail(Reason.UNAVAILABLE, reply);
        }
        SmtpClientStep step = commands.expected();
        if (step == null) {
            return fail(Reason.UNSOLICITED, reply);
        }
        return switch (step) {
            case GREETING -> reply.code() == 220 ? hello() : fail(Reason.REFUSED, reply);
            case EHLO -> reply.code() == 250 ? hello(reply) : fail(Reason.REFUSED, reply);
            case STARTTLS -> reply.code() == 220 ? startTls() : fail(Reason.REFUSED, reply);
            case AUTH -> reply.code() == 334 ? respond() : pass(reply, reply.code() == 235);
            case DATA -> {
                if (reply.code() == 354) {
                    body = new DataEncoder();
                }
                yield pass(reply, reply.code() == 354);
            }
            case RSET -> reply.isPositive() ? pass(reply, reply.code() < 300) : fail(Reason.REFUSED, reply);
            case QUIT -> {
                ended = true;
                yield SmtpClientAction.CLOSE;
            }
            default -> pass(reply, reply.code() < 300);
        };
    }

    private @Nullable SmtpClientAction pass(SmtpReply reply, boolean isPossible) {
        if (reply.isPositive() && !isPossible) {
            return fail(Reason.MALFORMED, reply);
        }
        return new SmtpClientAction.Reply(commands.replied(), reply);
    }

    private @Nullable SmtpClientAction hello() {
        commands.expect(null);
        command(SmtpClientStep.EHLO, ClientCommands.line("EHLO " + hostname));
        return null;
    }

    private @Nullable SmtpClientAction hello(SmtpReply reply) {
        commands.expect(null);
        SmtpCapabilities offered = SmtpCapabilities.read(reply);
        if (secure) {
            capabilities = offered;
            ready = true;
            return new SmtpClientAction.Ready(offered);
        }
        if (!offered.offers(SmtpExtension.STARTTLS)) {
            commands.expect(SmtpClientStep.STARTTLS);
            return fail(Reason.NO_TLS, null);
        }
        command(SmtpClientStep.STARTTLS, ClientCommands.line("STARTTLS"));
        return null;
    }

    private @Nullable SmtpClientAction startTls() {
        if (input.hasRemaining()) {
            return fail(Reason.UNSOLICITED, null);
        }
        commands.expect(SmtpClientStep.HANDSHAKE);
        return new SmtpClientAction.StartTls();
    }

    private @Nullable SmtpClientAction respond() {
        ByteBuffer response = login == null ? null : login.respond();
        if (response == null) {
            return fail(Reason.MALFORMED, null);
        }
        output.add(response);
        return null;
    }

    private @Nullable SmtpClientAction fail(Reason reason, @Nullable SmtpReply reply) {
        if (!ended) {
            ended = true;
            failure = new SmtpClientFailure(reason, step(), reply);
            input.clear();
            output.clear();
            commands.stop();
        }
        return null;
    }

    private void command(SmtpClientStep step, ByteBuffer line) {
        if (!ended) {
            commands.add(step, line);
        }
    }

    private void requireReady() {
        if (!ready || body != null) {
            throw new IllegalStateException("no command can be given " + step());
        }
    }

    private DataEncoder requireBody() {
        DataEncoder current = body;
        if (current == null) {
            throw new IllegalStateException("no mail can be sent " + step());
        }
        return current;
    }
}
