package org.letterlock.smtp.proxy.internal;

import org.letterlock.protocol.smtp.SmtpReply;
import org.letterlock.proxy.Decision;

/** What the proxy says to a login for itself (RFC 4954, section 6). */
final class LoginReplies {

    private static final SmtpReply NO_ROUTE = SmtpReply.of(535, "5.7.8 The user name is not user%server%mailbox");
    private static final SmtpReply NO_MAILBOX =
            SmtpReply.of(454, "4.7.0 There is no such mailbox, or it takes no mail now");
    private static final SmtpReply TOO_MANY = SmtpReply.of(454, "4.7.0 Too many logins at a time, try again later");
    private static final SmtpReply AWAY = SmtpReply.of(454, "4.7.0 The proxy cannot be used now, try again later");

    static final SmtpReply NOTHING_MAY_FOLLOW =
            SmtpReply.of(503, "5.5.1 Nothing may follow AUTH before its reply, closing");
    static final SmtpReply SHUTDOWN = SmtpReply.of(421, "4.3.2 Shutting down, try again later");
    static final SmtpReply BUG = SmtpReply.of(421, "4.3.0 Temporary trouble, closing");

    private static final int MAX_CHARACTERS = 450;

    private LoginReplies() {}

    static SmtpReply of(Decision.Reason why) {
        return switch (why) {
            case NO_ROUTE -> NO_ROUTE;
            case NO_MAILBOX -> NO_MAILBOX;
            case TOO_MANY -> TOO_MANY;
            case AWAY -> AWAY;
        };
    }

    /**
     * There is no login at the remote server.
     *
     * @param text which server, and why; of any characters and length
     */
    static SmtpReply failed(String text) {
        String line =
                ("4.7.0 Server behind: " + text).replaceAll("[\\r\\n]+", " ").replaceAll("[^ -~]", "?");
        return SmtpReply.of(454, line.substring(0, Math.min(line.length(), MAX_CHARACTERS)));
    }
}
