package org.letterlock.protocol.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.InputBuffer;
import org.letterlock.protocol.sasl.SaslMechanism;
import org.letterlock.protocol.sasl.SaslServer;

/** AUTH and the exchange that follows it (RFC 4954, section 4), up to the credentials. */
final class AuthDialogue {

    private static final String VERB = "AUTH ";

    private final boolean offered;
    private final boolean loggedIn;
    private @Nullable SaslServer exchange;
    private int failures;

    /** Before a login, where logins are offered, or not. */
    AuthDialogue(boolean offered) {
        this(offered, false);
    }

    private AuthDialogue(boolean offered, boolean loggedIn) {
        this.offered = offered;
        this.loggedIn = loggedIn;
    }

    /** Behind a login: there is no other. */
    static AuthDialogue ofOneLoggedIn() {
        return new AuthDialogue(false, true);
    }

    /** Whether the client's next line is a response. */
    boolean isOpen() {
        return exchange != null;
    }

    /** How long a line may be that begins so: AUTH with an initial response is longer than other commands. */
    int maxCommandOctets(ByteBuffer line, boolean secure) {
        return offered && secure && begins(line) ? SaslServer.MAX_LINE_OCTETS : 0;
    }

    private static boolean begins(ByteBuffer line) {
        for (int i = 0; i < VERB.length(); i++) {
            if (line.remaining() <= i || Character.toUpperCase(line.get(line.position() + i)) != VERB.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** AUTH comes, with its mechanism and perhaps the initial response. */
    Outcome begin(ByteBuffer arguments, boolean secure, boolean greeted, boolean inTransaction) {
        if (loggedIn) {
            return Outcome.reply(SmtpReplies.LOGIN_TWICE);
        }
        if (!offered) {
            return Outcome.reply(SmtpReplies.NOT_IMPLEMENTED);
        }
        if (!secure) {
            return Outcome.reply(SmtpReplies.TLS_FOR_LOGIN);
        }
        if (!greeted) {
            return Outcome.reply(SmtpReplies.HELLO_FIRST);
        }
        return inTransaction ? Outcome.reply(SmtpReplies.LOGIN_IN_MAIL) : begin(arguments);
    }

    private Outcome begin(ByteBuffer arguments) {
        ByteBuffer name = word(arguments);
        ByteBuffer initialResponse = word(arguments);
        SaslMechanism mechanism =
                SaslMechanism.named(ISO_8859_1.decode(name).toString()).orElse(null);
        if (mechanism == null) {
            return Outcome.reply(SmtpReplies.UNKNOWN_MECHANISM);
        }
        if (arguments.hasRemaining()) {
            return Outcome.reply(SmtpReplies.BAD_ARGUMENTS);
        }
        SaslServer begun = new SaslServer(mechanism);
        return obey(begun, begun.begin(initialResponse.hasRemaining() ? initialResponse : null));
    }

    /** Consumes octets up to a space, and the spaces behind it. */
    private static ByteBuffer word(ByteBuffer in) {
        ByteBuffer word = in.duplicate();
        while (in.hasRemaining() && in.get(in.position()) != ' ') {
            in.get();
        }
        word.limit(in.position());
        while (in.hasRemaining() && in.get(in.position()) == ' ') {
            in.get();
        }
        return word;
    }

    /** A login has failed: how many have, those not counted that may succeed later. */
    int fail(SmtpReply reply) {
        failures += reply.isPermanent() ? 1 : 0;
        return failures;
    }

    /** The next response; null if more input is needed. */
    @Nullable Outcome next(InputBuffer input) {
        SaslServer current = exchange;
        ByteBuffer line = input.line();
        int octets = line == null ? input.octets().remaining() - 1 : line.remaining();
        if (octets > SaslServer.MAX_LINE_OCTETS) {
            exchange = null;
            return Outcome.close(SmtpReplies.RESPONSE_TOO_LONG);
        }
        if (line == null || current == null) {
            return null;
        }
        exchange = null;
        return obey(current, current.respond(line));
    }

    private Outcome obey(SaslServer current, SaslServer.Step step) {
        if (step instanceof SaslServer.Step.Challenge challenge) {
            exchange = current;
            return Outcome.reply(SmtpReply.of(334, challenge.base64()));
        }
        if (step instanceof SaslServer.Step.Complete complete) {
            return Outcome.ask(new SmtpAction.Login(complete.credentials()));
        }
        return Outcome.reply(
                step instanceof SaslServer.Step.Cancelled ? SmtpReplies.LOGIN_CANCELLED : SmtpReplies.BAD_RESPONSE);
    }
}
