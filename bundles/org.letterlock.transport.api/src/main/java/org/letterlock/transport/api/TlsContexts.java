package org.letterlock.transport.api;

import java.util.List;
import javax.net.ssl.SSLContext;
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
     * The protocol versions that may be negotiated.
     *
     * @return JSSE names, {@code TLSv1.2} and {@code TLSv1.3} or fewer
     */
    List<String> protocols();
}
