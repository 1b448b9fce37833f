package org.letterlock.transport.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A connection that the gateway began, by {@link Connector#connect}. It exists from that call on: until
 * {@link OutboundHandler#opened()} it is being made, and {@link #close()} and {@link #abort()} give that up; whatever is
 * sent before is dropped.
 */
@ProviderType
public interface OutboundConnection extends Channel {

    /**
     * Where it leads.
     *
     * @return what was asked for
     */
    Target target();

    /**
     * Starts TLS as the client side, on a connection to a target with {@link Target.Tls#UPGRADE}; then
     * {@link OutboundHandler#secured} is called. Call it within {@link OutboundHandler#received}, once the server's positive
     * reply to STARTTLS or STLS is complete and nothing behind it has been looked at.
     *
     * <p>Octets that came in clear behind that reply are an attack (CVE-2011-0411, for replies): those that the handler has
     * left in its buffer, those not delivered yet, and those that arrive where the handshake must. The connection then fails
     * with {@link OutboundFailure.Reason#INJECTION}. Octets that the handler has taken out of the buffer already are the
     * handler's to refuse.
     *
     * @throws IllegalStateException if the connection is not open, or TLS has been started already
     */
    void startTls();
}
