package org.letterlock.protocol.pop3;

import java.nio.ByteBuffer;

/** What {@link Pop3ClientLogin#next()} wants done. */
public sealed interface Pop3ClientAction {

    /**
     * Send octets to the server.
     *
     * @param octets what to send; the receiver's from here on, a secret may be among them
     */
    record Send(ByteBuffer octets) implements Pop3ClientAction {}

    /** Start TLS, then call {@link Pop3ClientLogin#secured()}. */
    record StartTls() implements Pop3ClientAction {}

    /**
     * The login is done, the connection is ready for commands.
     *
     * @param reply the server's reply, without control characters
     */
    record LoggedIn(String reply) implements Pop3ClientAction {}

    /**
     * The server does not let the user in: the connection is of no more use.
     *
     * @param reply the server's reply, a line that begins with {@code -ERR}, without control characters
     */
    record Refused(String reply) implements Pop3ClientAction {}

    /**
     * It did not come to an answer of the server to the login.
     *
     * @param reason what stood in the way
     * @param text for people: what the server did, and when; the end of a sentence that it is the subject of
     */
    record Failed(Reason reason, String text) implements Pop3ClientAction {}

    /** Nothing to do until octets come. */
    record NeedInput() implements Pop3ClientAction {}

    /** Why there is no login. */
    enum Reason {
        /** The server turned the gateway away by its greeting. */
        GREETING,
        /** The server does not offer TLS; no credentials were sent. */
        NO_TLS,
        /** Octets came in clear behind the reply to STLS, which is an attack; no credentials were sent. */
        INJECTION,
        /** The server does not take what the client logs in with. */
        MECHANISM,
        /** What the server says is no reply to what it was asked. */
        PROTOCOL,
        /** The server took too long. */
        SILENT,
        /** The server closed the connection. */
        GONE
    }
}
