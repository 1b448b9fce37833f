package org.letterlock.transport.api;

import java.util.Objects;

/**
 * Why there is no connection to a server, or no longer.
 *
 * @param reason the kind, to decide by
 * @param text one line for people, with the server's name; it may be shown to the client
 */
public record OutboundFailure(Reason reason, String text) {

    /** Checks for null. */
    public OutboundFailure {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(text, "text");
    }

    /** Kinds of failures. */
    public enum Reason {
        /** The gateway itself cannot now: a limit of connections, no TLS material, or it stops. Temporary. */
        UNAVAILABLE,
        /** The name has no address, or the look-up failed or took too long. */
        RESOLVE,
        /** The allow-list does not hold the target, or the text is no host. Nothing was dialled. */
        REFUSED_TARGET,
        /** No address of the server accepts a connection: refused or unreachable. */
        CONNECT,
        /** Connecting or the TLS handshake took too long. */
        TIMEOUT,
        /** The server speaks in clear where TLS was to begin with the first octet. */
        NOT_TLS,
        /** The TLS handshake failed, but not because of the certificate. */
        TLS_HANDSHAKE,
        /** The server's certificate cannot be accepted: untrusted, expired, or for another name; the text says which. */
        CERTIFICATE,
        /** Octets came in clear behind the reply that starts TLS. */
        INJECTION,
        /** The connection was open and has ended, or takes nothing any more. */
        LOST
    }
}
