package org.letterlock.protocol.smtp;

import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailAddress;

/** Reads the arguments of MAIL and RCPT (RFC 5321, sections 4.1.1.2 and 4.1.1.3). */
final class EnvelopeCommands {

    private static final String FROM = "FROM:";
    private static final String TO = "TO:";

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
        PathParser path = new PathParser(arguments, FROM.length());
        if (!path.read()) {
            return Outcome.refuse(SmtpReplies.BAD_SENDER);
        }
        MailParameters parameters = new MailParameters();
        SmtpReply problem = parameters.read(path.rest());
        if (problem != null) {
            return Outcome.refuse(problem);
        }
        if (parameters.declaredOctets() > maxMessageOctets) {
            return Outcome.refuse(SmtpReplies.TOO_LARGE);
        }
        return Outcome.ask(new SmtpAction.Sender(path.address(), parameters.declaredOctets(), parameters.dsn()));
    }

    static Outcome rcpt(String arguments) {
        if (!arguments.regionMatches(true, 0, TO, 0, TO.length())) {
            return Outcome.refuse(SmtpReplies.BAD_ARGUMENTS);
        }
        PathParser path = new PathParser(arguments, TO.length());
        MailAddress address = path.read() ? path.address() : null;
        if (address == null) {
            return Outcome.refuse(SmtpReplies.BAD_RECIPIENT);
        }
        RecipientParameters parameters = new RecipientParameters();
        SmtpReply problem = parameters.read(path.rest());
        if (problem != null) {
            return Outcome.refuse(problem);
        }
        return Outcome.ask(new SmtpAction.Recipient(address, parameters.dsn()));
    }
}
