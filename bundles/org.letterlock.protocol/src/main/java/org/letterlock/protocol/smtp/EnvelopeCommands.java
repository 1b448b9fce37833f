package org.letterlock.protocol.smtp;

import java.util.Set;
import org.letterlock.mail.api.MailAddress;

/** Reads the arguments of MAIL, RCPT and VRFY (RFC 5321, sections 4.1.1.2, 4.1.1.3 and 4.1.1.6; RFC 6531, section 3). */
final class EnvelopeCommands {

    private static final String FROM = "FROM:";
    private static final String TO = "TO:";
    private static final String UTF8 = " SMTPUTF8";

    private EnvelopeCommands() {}

    static Outcome mail(String arguments, long maxMessageOctets, Set<SmtpExtension> offered) {
        if (!arguments.regionMatches(true, 0, FROM, 0, FROM.length())) {
            return Outcome.reply(SmtpReplies.BAD_ARGUMENTS);
        }
        String text = Utf8Text.decode(arguments);
        PathParser path = new PathParser(text == null ? "" : text, FROM.length());
        if (!path.read()) {
            return Outcome.reply(SmtpReplies.BAD_SENDER);
        }
        MailParameters parameters = new MailParameters(offered);
        SmtpReply problem = parameters.read(path.rest());
        if (problem != null) {
            return Outcome.reply(problem);
        }
        if (!path.isAscii() && !parameters.utf8()) {
            return Outcome.reply(SmtpReplies.UTF8_NOT_ASKED);
        }
        if (parameters.declaredOctets() > maxMessageOctets) {
            return Outcome.reply(SmtpReplies.TOO_LARGE);
        }
        return Outcome.ask(new SmtpAction.Sender(
                path.address(), parameters.declaredOctets(), parameters.utf8(), parameters.body(), parameters.dsn()));
    }

    static Outcome rcpt(String arguments, boolean utf8, Set<SmtpExtension> offered) {
        if (!arguments.regionMatches(true, 0, TO, 0, TO.length())) {
            return Outcome.reply(SmtpReplies.BAD_ARGUMENTS);
        }
        String text = Utf8Text.decode(arguments);
        PathParser path = new PathParser(text == null ? "" : text, TO.length());
        MailAddress address = path.read() ? path.address() : null;
        if (address == null) {
            return Outcome.reply(SmtpReplies.BAD_RECIPIENT);
        }
        if (!path.isAscii() && !utf8) {
            return Outcome.reply(SmtpReplies.UTF8_NOT_ASKED);
        }
        RecipientParameters parameters = new RecipientParameters(utf8, offered.contains(SmtpExtension.DSN));
        SmtpReply problem = parameters.read(path.rest());
        if (problem != null) {
            return Outcome.reply(problem);
        }
        return Outcome.ask(new SmtpAction.Recipient(address, parameters.dsn()));
    }

    /** Nobody is told who is a mailbox (RFC 5321, section 3.5.3). */
    static SmtpReply vrfy(String arguments, Set<SmtpExtension> offered) {
        String text = Utf8Text.decode(arguments);
        if (text == null || text.isEmpty()) {
            return SmtpReplies.BAD_ARGUMENTS;
        }
        boolean utf8 = offered.contains(SmtpExtension.SMTPUTF8)
                && text.regionMatches(true, text.length() - UTF8.length(), UTF8, 0, UTF8.length());
        return utf8 || Utf8Text.isAscii(text) ? SmtpReplies.CANNOT_VERIFY : SmtpReplies.UTF8_NOT_ASKED;
    }
}
