package org.letterlock.protocol.smtp;

import org.jspecify.annotations.Nullable;

/**
 * Why a client cannot go on.
 *
 * @param reason what has happened
 * @param step when
 * @param reply what the server said to it; null if it said nothing
 */
public record SmtpClientFailure(
        Reason reason, SmtpClientStep step, @Nullable SmtpReply reply) {

    /** What has happened. */
    public enum Reason {
        /** The server has closed the connection. */
        CLOSED("connection lost"),
        /** The server has let the client wait for too long. */
        TIME_OUT("time-out"),
        /** The server closes the session (421). */
        UNAVAILABLE("service not available"),
        /** The server refuses a command that the session cannot do without. */
        REFUSED("refused"),
        /** The server offers no STARTTLS. Nothing secret was sent. */
        NO_TLS("no STARTTLS offered"),
        /** The server offers no login that these credentials are for. */
        NO_MECHANISM("login mechanism not offered"),
        /** The server has sent something that is no reply, or none to this command, or one without end. */
        MALFORMED("malformed reply"),
        /** The server has sent something that it was not asked for, in clear behind its reply to STARTTLS for instance. */
        UNSOLICITED("unsolicited reply");

        private final String phrase;

        Reason(String phrase) {
            this.phrase = phrase;
        }
    }

    /** One sentence: {@code time-out while waiting for the reply to AUTH}, and the reply behind it, if there is one. */
    @Override
    public String toString() {
        return reason.phrase + " " + step + (reply == null ? "" : ": " + reply);
    }
}
