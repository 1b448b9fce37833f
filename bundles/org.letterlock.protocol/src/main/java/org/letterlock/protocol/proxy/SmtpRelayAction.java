package org.letterlock.protocol.proxy;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.protocol.smtp.SmtpAction;
import org.letterlock.protocol.smtp.SmtpClientFailure;
import org.letterlock.protocol.smtp.SmtpReply;

/** What {@link SmtpRelay#next()} wants done. */
public sealed interface SmtpRelayAction {

    /** Nothing more can be done before octets, an answer, the end of a connection or time come. */
    SmtpRelayAction WAIT = new Wait();

    /** Drop what came of the copy, also one that is durable as pending: the mail was not sent, and the server cannot have it. */
    SmtpRelayAction DROP_COPY = new DropCopy();

    /** Close the connection to the client once everything has been written. */
    SmtpRelayAction CLOSE_CLIENT = new CloseClient();

    /** Close the connection to the server once everything has been written. */
    SmtpRelayAction CLOSE_UPSTREAM = new CloseUpstream();

    /** See {@link #WAIT}. */
    record Wait() implements SmtpRelayAction {}

    /** See {@link #DROP_COPY}. */
    record DropCopy() implements SmtpRelayAction {}

    /** See {@link #CLOSE_CLIENT}. */
    record CloseClient() implements SmtpRelayAction {}

    /** See {@link #CLOSE_UPSTREAM}. */
    record CloseUpstream() implements SmtpRelayAction {}

    /**
     * Close the connection to the server at once and drop what was not written.
     *
     * @param failure what was wrong with the server; null if nothing was, and the mail must not get there
     */
    record AbortUpstream(@Nullable SmtpClientFailure failure) implements SmtpRelayAction {}

    /**
     * Write to the client.
     *
     * @param octets replies; the caller owns the buffer
     */
    record WriteClient(ByteBuffer octets) implements SmtpRelayAction {}

    /**
     * Write to the server. Do not call {@link SmtpRelay#next()} again before it takes more.
     *
     * @param octets commands or a part of the mail; the caller owns the buffer
     */
    record WriteUpstream(ByteBuffer octets) implements SmtpRelayAction {}

    /**
     * Octets for the copy, transparency undone. Do not call {@link SmtpRelay#next()} again before more may come.
     *
     * @param octets a part of what was received, to be read before the relay's next call
     */
    record Body(ByteBuffer octets) implements SmtpRelayAction {}

    /** A question, answered by {@link SmtpRelay#answer}. */
    sealed interface Ask extends SmtpRelayAction {}

    /**
     * DATA: begin a copy. Is one begun? Asked before the server is.
     *
     * @param sender the reverse-path, and parameters of MAIL
     * @param recipients all that the server accepted, BCC among them
     */
    record BeginCopy(SmtpAction.Sender sender, List<SmtpAction.Recipient> recipients) implements Ask {

        /** Copies the list. */
        public BeginCopy {
            recipients = List.copyOf(recipients);
        }
    }

    /** The mail is complete, its end is not sent: make the copy durable as pending. Is it? */
    record MakePending() implements Ask {}

    /**
     * What the server did with a mail whose end it was sent. Comes before the reply to the client is written.
     *
     * @param result what
     * @param reply its words; null if it said nothing that counts
     * @param octets the mail's size, whether it was copied or not
     */
    record Outcome(Result result, @Nullable SmtpReply reply, long octets) implements SmtpRelayAction {}

    /** What became of a mail. */
    enum Result {
        /** The server has it. */
        SENT,
        /** The server has refused it, for now or for good. */
        REJECTED,
        /** The connection was lost: it may have it, or not. */
        UNCERTAIN
    }
}
