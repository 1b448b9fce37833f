package org.letterlock.protocol.pop3;

import java.nio.ByteBuffer;

/** What {@link Pop3Relay#next()} wants done. */
public sealed interface Pop3RelayAction {

    /**
     * Send octets to the client.
     *
     * @param octets what to send; the receiver's from here on
     */
    record ToClient(ByteBuffer octets) implements Pop3RelayAction {}

    /**
     * Send octets to the remote server.
     *
     * @param octets what to send; the receiver's from here on
     */
    record ToUpstream(ByteBuffer octets) implements Pop3RelayAction {}

    /** A question: begin the copy of a mail. Answered by {@link Pop3Relay#copyBegun}. */
    record BeginCopy() implements Pop3RelayAction {}

    /**
     * Octets of the mail, transparency undone.
     *
     * @param octets to be read before the relay is called again
     */
    record CopyChunk(ByteBuffer octets) implements Pop3RelayAction {}

    /** A question: the mail is complete, keep the copy unless it is kept already. Answered by {@link Pop3Relay#copyKept}. */
    record KeepCopy() implements Pop3RelayAction {}

    /** The mail is not complete: drop its copy. */
    record DropCopy() implements Pop3RelayAction {}

    /**
     * A whole mail has passed, or is about to be deleted, without a copy.
     *
     * @param octets its size, transparency undone
     */
    record Uncopied(long octets) implements Pop3RelayAction {}

    /**
     * The session is over. The relay says nothing else from here on.
     *
     * @param reason why
     * @param abort whether a reply to the client is not complete, which it must see: drop both connections at once;
     *     otherwise close them when all is sent
     */
    record End(Reason reason, boolean abort) implements Pop3RelayAction {}

    /** Nothing to do until octets come. */
    record NeedInput() implements Pop3RelayAction {}

    /** Nothing to do until the open question is answered. */
    record NeedAnswer() implements Pop3RelayAction {}

    /** Why a session ends. */
    enum Reason {
        /** QUIT was answered. */
        QUIT,
        /** {@link Pop3Relay#shutdown} was called. */
        SHUTDOWN,
        /** The client was silent for too long between commands; nothing is deleted. */
        CLIENT_SILENT,
        /** The client does not speak POP3. */
        CLIENT_PROTOCOL,
        /** The client is gone; nothing is deleted unless it had said QUIT. */
        CLIENT_GONE,
        /** The remote server closed the connection. */
        UPSTREAM_GONE,
        /** The remote server took too long for a reply. */
        UPSTREAM_SILENT,
        /** What the remote server says is no reply to what it was asked. */
        UPSTREAM_PROTOCOL,
        /** The gateway made a mistake. */
        BUG,
        /** A mail could not be kept that the client has all but the end of. */
        NOT_KEPT
    }
}
