package org.letterlock.protocol.smtp;

import java.nio.ByteBuffer;

/** What {@link SmtpClientEngine#next()} wants done. */
public sealed interface SmtpClientAction {

    /** Nothing more can be done before octets arrive or the caller commands something. */
    SmtpClientAction NEED_INPUT = new NeedInput();

    /** Close the connection: the session has come to its end. */
    SmtpClientAction CLOSE = new Close();

    /** See {@link #NEED_INPUT}. */
    record NeedInput() implements SmtpClientAction {}

    /** See {@link #CLOSE}. */
    record Close() implements SmtpClientAction {}

    /**
     * Write octets.
     *
     * @param octets commands or a part of the mail; the caller owns the buffer. May hold a secret
     */
    record Write(ByteBuffer octets) implements SmtpClientAction {}

    /** Start TLS and verify the server's name, then call {@link SmtpClientEngine#secured()}. */
    record StartTls() implements SmtpClientAction {}

    /**
     * The connection is secure, and the server has said what it can do: commands can be given.
     *
     * @param capabilities what it can do
     */
    record Ready(SmtpCapabilities capabilities) implements SmtpClientAction {}

    /**
     * The server has replied to a command, to each one in order.
     *
     * @param step {@link SmtpClientStep#AUTH}, MAIL, RCPT, DATA, END_OF_DATA, RSET or QUIT
     * @param reply what it said: to AUTH 235, to DATA 354, to others any 2xx if it accepts; 4xx or 5xx if not
     */
    record Reply(SmtpClientStep step, SmtpReply reply) implements SmtpClientAction {}

    /**
     * It cannot go on: abort the connection. Said once.
     *
     * @param failure why
     */
    record Failed(SmtpClientFailure failure) implements SmtpClientAction {}
}
