package org.letterlock.protocol.proxy;

import org.letterlock.protocol.smtp.SmtpClientFailure;
import org.letterlock.protocol.smtp.SmtpReply;

/** What a relay says for itself. */
final class RelayReplies {

    /** RFC 5321, section 2.3.8; X.6.0 (RFC 3463) because no status code says it better. */
    static final SmtpReply BARE_LINE_END = SmtpReply.of(554, "5.6.0 Bare CR or LF in the mail, which is not sent on");

    static final SmtpReply CUT = SmtpReply.of(421, "4.4.2 The connection to the server behind was cut, closing");

    private static final int MAX_CHARACTERS = 400;

    private RelayReplies() {}

    /** The last words to the client. */
    static SmtpReply lost(SmtpClientFailure failure) {
        return SmtpReply.of(421, text(failure));
    }

    /** The reply to a mail that was not sent on, or whose fate is not known. */
    static SmtpReply lostInMail(SmtpClientFailure failure) {
        return SmtpReply.of(451, text(failure));
    }

    private static String text(SmtpClientFailure failure) {
        String text = "4.4.2 Server behind: " + failure.toString().replace("\r\n", " ");
        return text.substring(0, Math.min(text.length(), MAX_CHARACTERS));
    }
}
