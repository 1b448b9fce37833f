package org.letterlock.transport.api;

import java.nio.ByteBuffer;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** A connection that a peer began, and that a protocol talks over by way of a {@link ConnectionHandler}. */
@ProviderType
public interface Connection extends Channel {

    /**
     * The listener that accepted this connection.
     *
     * @return its settings
     */
    ListenerInfo listener();

    /**
     * Whom the peer has proved to be with a certificate, on listeners that ask for one: the DNS names in it (subject
     * alternative names of type dNSName, else the common name; RFC 6125, section 6.4.4), in lower case, perhaps with a
     * wildcard in front. Only an authority that the gateway trusts counts; a certificate that cannot be verified is as good
     * as none.
     *
     * @return the names, empty if there are none and before the handshake is complete
     */
    List<String> clientNames();

    /**
     * Starts TLS as the server side: sends the reply in clear as the last clear octets, then does the handshake and calls
     * {@link ConnectionHandler#secured}. Reading is suspended from this call until the handshake begins, so that nothing
     * sent in clear behind the command is ever taken as protected (RFC 3207, section 4.2; RFC 2595, section 4).
     *
     * @param reply the positive reply to STARTTLS or STLS
     * @throws IllegalStateException if TLS has been started already
     */
    void startTls(ByteBuffer reply);

    /**
     * Whether {@link #startTls} can work: the connection is not encrypted and a certificate is there.
     *
     * @return true if TLS may be offered
     */
    boolean canStartTls();

    /**
     * Hands the connection over to another handler, which gets every later event; its {@link ConnectionHandler#opened()}
     * is called first. Call it from within the handler's sequence, and do not touch the connection afterwards.
     *
     * @param next who goes on
     */
    void handOver(ConnectionHandler next);
}
