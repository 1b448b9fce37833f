package org.letterlock.mail.api;

import java.util.Objects;

/**
 * The TLS parameters of a connection (RFC 8314, section 4.3 wants them in the Received header).
 *
 * @param protocol for example {@code TLSv1.3}
 * @param cipherSuite the IANA name, for example {@code TLS_AES_256_GCM_SHA384}
 */
public record TlsInfo(String protocol, String cipherSuite) {

    /** Checks for null. */
    public TlsInfo {
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(cipherSuite, "cipherSuite");
    }
}
