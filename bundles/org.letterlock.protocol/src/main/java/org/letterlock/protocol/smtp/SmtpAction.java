package org.letterlock.protocol.smtp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.DsnRequest;
import org.letterlock.mail.api.MailAddress;
import org.letterlock.protocol.sasl.SaslCredentials;

/** What {@link SmtpServerEngine#next()} wants done. */
public sealed interface SmtpAction {

    /** Nothing more can be done before octets arrive. */
    SmtpAction NEED_INPUT = new NeedInput();

    /** Nothing more can be done before the open question is answered. */
    SmtpAction NEED_ANSWER = new NeedAnswer();

    /** Close the connection once everything has been written. What was begun and not committed is void. */
    SmtpAction CLOSE = new Close();

    /** The mail under way is void, too large, in a loop, or given up by the client: drop what came of it. Its rest is swallowed. */
    SmtpAction DISCARD = new Discard();

    /** See {@link #NEED_INPUT}. */
    record NeedInput() implements SmtpAction {}

    /** See {@link #NEED_ANSWER}. */
    record NeedAnswer() implements SmtpAction {}

    /** See {@link #CLOSE}. */
    record Close() implements SmtpAction {}

    /** See {@link #DISCARD}. */
    record Discard() implements SmtpAction {}

    /**
     * Write octets.
     *
     * @param octets replies, one or more; the caller owns the buffer
     */
    record Write(ByteBuffer octets) implements SmtpAction {}

    /**
     * Octets of the mail, transparency undone.
     *
     * @param octets a part of what was received, to be read before the engine's next call
     */
    record BodyChunk(ByteBuffer octets) implements SmtpAction {}

    /**
     * Write the reply and start TLS, then call {@link SmtpServerEngine#secured()}.
     *
     * @param reply the last octets in clear; the caller owns the buffer
     */
    record StartTls(ByteBuffer reply) implements SmtpAction {}

    /** A question. Until {@link SmtpServerEngine#answer} the engine looks at nothing that came behind it. */
    sealed interface Ask extends SmtpAction {}

    /**
     * MAIL: may this mail come? {@link SmtpReplies#SENDER_OK} begins a transaction.
     *
     * @param reversePath null for the null reverse-path
     * @param declaredOctets what the client says its size is (RFC 1870), 0 if it does not
     * @param utf8 whether the mail may have UTF-8 in its envelope and headers (RFC 6531)
     * @param body what it says it is made of
     * @param dsn what it wants to know of the delivery (RFC 3461)
     */
    record Sender(
            @Nullable MailAddress reversePath, long declaredOctets, boolean utf8, BodyType body, DsnRequest.Mail dsn)
            implements Ask {}

    /**
     * RCPT: is this a recipient? {@link SmtpReplies#RECIPIENT_OK} accepts it.
     *
     * @param address its address
     * @param dsn what the client wants to know of the delivery to it (RFC 3461)
     */
    record Recipient(MailAddress address, DsnRequest.Recipient dsn) implements Ask {}

    /** DATA or the first BDAT, with at least one recipient: {@link SmtpReplies#START_INPUT} lets the mail come. */
    record Data() implements Ask {}

    /**
     * AUTH: let this client in? Answered by {@link SmtpServerEngine#handOver()}, or by a reply that says why not.
     *
     * @param credentials what it logs in with; whoever gets them erases them
     */
    record Login(SaslCredentials credentials) implements Ask {}

    /** The mail is complete. A positive answer means that it is kept; either ends the transaction. */
    record Commit() implements Ask {}
}
