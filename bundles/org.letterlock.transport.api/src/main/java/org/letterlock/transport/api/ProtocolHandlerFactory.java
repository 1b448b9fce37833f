package org.letterlock.transport.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A protocol that listeners can speak, as a service with the property {@link #PROTOCOL}. Protocol bundles register it; the
 * transport gives each new connection to the service of the listener's protocol with the highest version of its bundle.
 *
 * <p>While none is registered, new connections wait. When the service goes, the transport calls
 * {@link ConnectionHandler#drain()} on its connections.
 */
@ConsumerType
public interface ProtocolHandlerFactory {

    /** Service property: the name of the protocol as listeners are configured with it, {@code smtp} or {@code pop3}. */
    String PROTOCOL = "letterlock.protocol";

    /**
     * Makes the handler of a new connection. Must not block; {@link ConnectionHandler#opened()} is called next.
     *
     * @param connection the connection
     * @return its handler
     */
    ConnectionHandler newHandler(Connection connection);
}
