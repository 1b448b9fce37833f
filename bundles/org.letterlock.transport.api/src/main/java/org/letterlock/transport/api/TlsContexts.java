package org.letterlock.transport.api;

import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The TLS material of the gateway. The certificates bundle registers it; the transport asks for each new handshake, so
 * that a new certificate takes effect without closing a port. Thread-safe; does not block.
 */
@ProviderType
public interface TlsContexts {

    /**
     * The context for the server side of a connection.
     *
     * @return a context with the gateway's certificate
     */
    SSLContext server();

    /**
     * The context for the server side of a connection on which the client is asked for a certificate, but need not have
     * one. Any certificate passes the handshake; {@link #clientNames} says what it is worth.
     *
     * @return a context with the gateway's certificate, whose sessions are never resumed with that of {@link #server()}
     */
    SSLContext serverAskingClients();

    /**
     * The context for the client side of a connection. It trusts the JDK's authorities and those that are configured; with
     * endpoint identification switched on in the engine, the certificate must be for the engine's peer host. Besides it
     * accepts the keys that are pinned for that host. A new context means that sessions of the former one must not be
     * resumed.
     *
     * @return a context without a certificate of its own
     */
    SSLContext client();

    /**
     * Verifies the certificate of a client: its chain and its dates, not whether it was revoked.
     *
     * @param session a session of {@link #serverAskingClients()} whose handshake is complete
     * @return the DNS names that it proves, as {@link Connection#clientNames()} has them
     */
    List<String> clientNames(SSLSession session);

    /**
     * How the certificate is doing.
     *
     * @return the state of now
     */
    CertificateStatus status();

    /**
     * The protocol versions that may be negotiated.
     *
     * @return JSSE names, {@code TLSv1.2} and {@code TLSv1.3} or fewer
     */
    List<String> protocols();
}
