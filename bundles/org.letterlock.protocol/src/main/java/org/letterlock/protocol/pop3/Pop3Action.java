package org.letterlock.protocol.pop3;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** What the engine wants done next. */
public sealed interface Pop3Action {

    /**
     * Send octets.
     *
     * @param octets what to send; the receiver's from here on
     */
    record Write(ByteBuffer octets) implements Pop3Action {}

    /**
     * A question: answered by {@link Pop3ServerEngine#loggedIn} or {@link Pop3ServerEngine#loginFailed}.
     *
     * @param mechanism {@code USER} or the SASL mechanism
     * @param userName the name as the client gave it
     * @param password the password or token; whoever gets it overwrites it
     */
    record Login(String mechanism, String userName, char[] password) implements Pop3Action {

        /** Overwrites the password. */
        public void erase() {
            Arrays.fill(password, '\0');
        }

        /** Without name and password. */
        @Override
        public String toString() {
            return "Login[mechanism=" + mechanism + "]";
        }
    }

    /**
     * A question: send the positive reply and the mail, encoded by {@link Pop3BodyEncoder}. Answered by
     * {@link Pop3ServerEngine#retrieved} once all is sent, or {@link Pop3ServerEngine#unreadable} if nothing was.
     *
     * @param index which mail, from 0
     * @param bodyLines how many lines of the body, or {@link Pop3BodyEncoder#WHOLE}
     * @param positive the first line of the reply
     */
    record Retrieve(int index, int bodyLines, byte[] positive) implements Pop3Action {}

    /**
     * A question: the client quits; delete these mails and give the maildrop back. Answered by
     * {@link Pop3ServerEngine#updated} or {@link Pop3ServerEngine#notUpdated}.
     *
     * @param deleted indexes from 0, ascending, may be empty
     */
    record Update(List<Integer> deleted) implements Pop3Action {

        /** Copies the list. */
        public Update {
            deleted = List.copyOf(deleted);
        }
    }

    /**
     * Send the reply as the last clear octets and start TLS; then call {@link Pop3ServerEngine#tlsEstablished}.
     *
     * @param reply the positive reply to STLS
     */
    record StartTls(ByteBuffer reply) implements Pop3Action {}

    /**
     * Close after what was written. The engine says nothing else from here on.
     *
     * @param reason why
     */
    record Close(CloseReason reason) implements Pop3Action {}

    /** Nothing to do until octets come. */
    record NeedInput() implements Pop3Action {}

    /** Nothing to do until the open question is answered. */
    record NeedAnswer() implements Pop3Action {}

    /** Why the engine closes. */
    enum CloseReason {
        /** The client said QUIT. */
        QUIT,
        /** {@link Pop3ServerEngine#shutdown} was called. */
        SHUTDOWN,
        /** {@link Pop3ServerEngine#replaced} was called. */
        REPLACED,
        /** Too many failed logins. */
        LOGIN_FAILURES,
        /** The client does not speak POP3, or attacks. */
        PROTOCOL_ERROR
    }
}
