package org.letterlock.protocol.smtp;

import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What each command means in the state that the session is in. */
final class ServerCommands {

    private static final int MAX_NAME_OCTETS = 255;
    private static final Pattern NOT_ASCII = Pattern.compile("[^!-~]");

    private final SmtpServerLimits limits;
    private final SmtpServerGreetings greetings;
    private final BooleanSupplier canStartTls;
    private final MailReceipt receipt;
    private final AuthDialogue auth;

    private boolean secure;
    private String helo = "";
    private boolean extended;

    ServerCommands(
            SmtpServerLimits limits,
            SmtpServerGreetings greetings,
            BooleanSupplier canStartTls,
            MailReceipt receipt,
            AuthDialogue auth) {
        this.limits = limits;
        this.greetings = greetings;
        this.canStartTls = canStartTls;
        this.receipt = receipt;
        this.auth = auth;
    }

    String helo() {
        return helo;
    }

    boolean isExtended() {
        return extended;
    }

    boolean isSecure() {
        return secure;
    }

    /** The connection has TLS, and the client has called itself so far what is given here. */
    void begin(boolean hasTls, String name, boolean withExtensions) {
        secure = hasTls;
        helo = name;
        extended = withExtensions;
    }

    Outcome obey(CommandLine command) {
        if (!command.verb().equals("AUTH")) {
            return obey(command.verb(), command.arguments());
        }
        Outcome outcome = auth.begin(command.argumentOctets(), secure, !helo.isEmpty(), receipt.isOpen());
        command.erase();
        return outcome;
    }

    private Outcome obey(String verb, String arguments) {
        return switch (verb) {
            case "EHLO" -> hello(arguments, true);
            case "HELO" -> hello(arguments, false);
            case "MAIL" -> mail(arguments);
            case "RCPT" -> rcpt(arguments);
            case "BDAT" -> bdat(arguments);
            case "DATA", "RSET", "QUIT", "STARTTLS" ->
                arguments.isEmpty() ? obey(verb) : Outcome.reply(SmtpReplies.BAD_ARGUMENTS);
            case "NOOP" -> Outcome.reply(SmtpReplies.OK);
            case "VRFY" -> Outcome.reply(EnvelopeCommands.vrfy(arguments, greetings.offered()));
            case "HELP" -> Outcome.reply(greetings.help());
            case "EXPN", "ETRN" -> Outcome.reply(SmtpReplies.NOT_IMPLEMENTED);
            default ->
                HttpVerbs.contains(verb)
                        ? Outcome.close(SmtpReplies.NOT_HTTP)
                        : Outcome.reply(SmtpReplies.UNKNOWN_COMMAND);
        };
    }

    private Outcome obey(String verb) {
        return switch (verb) {
            case "DATA" -> {
                SmtpReply refusal = receipt.dataRefusal();
                yield refusal == null ? Outcome.ask(new SmtpAction.Data()) : Outcome.reply(refusal);
            }
            case "RSET" -> {
                receipt.end();
                yield Outcome.reply(SmtpReplies.OK);
            }
            case "QUIT" -> Outcome.close(SmtpReplies.BYE);
            default -> startTls();
        };
    }

    private Outcome hello(String name, boolean withExtensions) {
        if (name.isEmpty() || name.indexOf(' ') >= 0 || name.length() > MAX_NAME_OCTETS) {
            return Outcome.reply(SmtpReplies.BAD_ARGUMENTS);
        }
        receipt.end();
        helo = NOT_ASCII.matcher(name).replaceAll("?");
        extended = withExtensions;
        return Outcome.reply(
                extended ? greetings.ehlo(secure, !secure && canStartTls.getAsBoolean()) : greetings.helo());
    }

    private Outcome mail(String arguments) {
        if (helo.isEmpty()) {
            return Outcome.reply(SmtpReplies.HELLO_FIRST);
        }
        return receipt.isOpen()
                ? Outcome.reply(SmtpReplies.SENDER_TWICE)
                : EnvelopeCommands.mail(arguments, limits.maxMessageOctets(), greetings.offered());
    }

    private Outcome rcpt(String arguments) {
        SmtpReply refusal = receipt.recipientRefusal();
        return refusal == null
                ? EnvelopeCommands.rcpt(arguments, receipt.isUtf8(), greetings.offered())
                : Outcome.reply(refusal);
    }

    /** The recipient that a line names; null if it is another line, or none, or names nobody. */
    SmtpAction.@Nullable Recipient recipient(CommandReader.@Nullable Line line, boolean utf8) {
        CommandLine command = line == null ? null : line.command();
        if (command == null || !command.verb().equals("RCPT")) {
            return null;
        }
        Outcome outcome = EnvelopeCommands.rcpt(command.arguments(), utf8, greetings.offered());
        return outcome.question() instanceof SmtpAction.Recipient recipient ? recipient : null;
    }

    private Outcome bdat(String arguments) {
        Chunk announced = Chunk.parse(arguments);
        if (announced == null) {
            return Outcome.close(SmtpReplies.BAD_ARGUMENTS);
        }
        return receipt.announce(announced, greetings.offers(SmtpExtension.CHUNKING));
    }

    private Outcome startTls() {
        if (secure) {
            return Outcome.reply(SmtpReplies.TLS_TWICE);
        }
        return canStartTls.getAsBoolean() ? Outcome.START_TLS : Outcome.reply(SmtpReplies.NO_TLS_NOW);
    }

    /** Why a line cannot be taken for a command is said and, where its octets could be a mail's or a browser's, the last word. */
    Outcome refuse(CommandReader.Line line) {
        SmtpReply refusal = line.refusal();
        SmtpReply said = refusal == null ? SmtpReplies.BAD_LINE : refusal;
        return line.last() ? Outcome.close(said) : Outcome.reply(said);
    }
}
