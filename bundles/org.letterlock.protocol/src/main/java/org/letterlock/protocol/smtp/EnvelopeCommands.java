package org.letterlock.protocol.smtp;

import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailAddress;

/** Reads the arguments of MAIL, RCPT and VRFY (RFC 5321, sections 4.1.1.2, 4.1.1.3 and 4.1.1.6; RFC 6531, section 3). */
final class EnvelopeCommands {

    private static final String FROM = "FROM:";
    private static final String TO = "TO:";
    private static final String UTF8 = " SMTPUTF8";

    /**
     * What came of it, one of the two.
     *
     * @param question what to ask
     * @param refusal what to reply at once
     */
    record Outcome(
            SmtpAction.@Nullable Ask question, @Nullable SmtpReply refusal) {

        private static Outcome ask(SmtpAction.Ask question) {
            return new Outcome(question, null);
        }

        private static Outcome refuse(SmtpReply refusal) {
            return new Outcome(null, refusal);
        }
    }

    private EnvelopeCommands() {}

    static Outcome mail(String arguments, long maxMessageOctets) {
        if (!arguments.regionMatches(true, 0, FROM, 0, FROM.length())) {
            return Outcome.refuse(SmtpReplies.BAD_ARGUMENTS);
        }
        String text = Utf8Text.decode(arguments);
        PathParser path = new PathParser(text == null ? "" : text, FROM.length());
        if (!path.read()) {
            return Outcome.refuse(SmtpReplies.BAD_SENDER);
        }
        MailParameters parameters = new MailParameters();
        SmtpReply problem = parameters.read(path.rest());
        if (problem != null) {
            return Outcome.refuse(problem);
        }
        if (!path.isAscii() && !parameters.utf8()) {
            return Outcome.refuse(SmtpReplies.UTF8_NOT_ASKED);
        }
        if (parameters.declaredOctets() > maxMessageOctets) {
            return Outcome.refuse(SmtpReplies.TOO_LARGE);
        }
        return Outcome.ask(new SmtpAction.Sender(
                path.address(), parameters.declaredOctets(), parameters.utf8(), parameters.binary(), parameters.dsn()));
    }

    static Outcome rcpt(String arguments, boolean utf8) {
        if (!arguments.regionMatches(true, 0, TO, 0, TO.length())) {
            return Outcome.refuse(SmtpReplies.BAD_ARGUMENTS);
        }
        String text = Utf8Text.decode(arguments);
        PathParser path = new PathParser(text == null ? "" : text, TO.length());
        MailAddress address = path.read() ? path.address() : null;
        if (address == null) {
            return Outcome.refuse(SmtpReplies.BAD_RECIPIENT);
        }
        if (!path.isAscii() && !utf8) {
            return Outcome.refuse(SmtpReplies.UTF8_NOT_ASKED);
        }
        RecipientParameters parameters = new RecipientParameters(utf8);
        SmtpReply problem = parameters.read(path.rest());
        if (problem != null) {
            return Outcome.refuse(problem);
        }
        return Outcome.ask(new SmtpAction.Recipient(address, parameters.dsn()));
    }

    /** Nobody is told who is a mailbox (RFC 5321, section 3.5.3). */
    static SmtpReply vrfy(String arguments) {
        String text = Utf8Text.decode(arguments);
        if (text == null || text.isEmpty()) {
            return SmtpReplies.BAD_ARGUMENTS;
        }
        boolean utf8 = text.regionMatches(true, text.length() - UTF8.length(), UTF8, 0, UTF8.length());
        return utf8 || Utf8Text.isAscii(text) ? SmtpReplies.CANNOT_VERIFY : SmtpReplies.UTF8_NOT_ASKED;
    }
}
