package org.letterlock.certificates.internal;

import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whom the gateway believes that a client's certificate names: the JDK's trust roots, and a file's. Thread-safe. */
final class ClientTrust {

    /** The key exchange says nothing of a certificate's use here: the JDK then wants the key to be one that signs. */
    private static final String ANY_KEY_EXCHANGE = "UNKNOWN";

    private final X509TrustManager trust;

    private ClientTrust(X509TrustManager trust) {
        this.trust = trust;
    }

    /** Reads the authorities of a file in addition to the JDK's, if there is a file. */
    static ClientTrust of(@Nullable Path authorities) throws UnusableFileException {
        return new ClientTrust(Authorities.trusting(authorities));
    }

    /** For the handshake: what cannot be verified must not end it, so verification comes after it. */
    static TrustManager verifiesLater() {
        return new AnyClient();
    }

    /** The DNS names of the certificate with which the client proved itself; none if it has none or cannot be verified. */
    List<String> names(SSLSession session) {
        X509Certificate[] chain;
        try {
            chain = Arrays.stream(session.getPeerCertificates())
                    .filter(X509Certificate.class::isInstance)
                    .toArray(X509Certificate[]::new);
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
        return chain.length > 0 && isTrusted(chain) ? CertificateNames.dns(chain[0]) : List.of();
    }

    /**
     * Mail servers show the certificate that they serve with, and public authorities issue hardly any others: so either
     * use is right.
     */
    private boolean isTrusted(X509Certificate[] chain) {
        try {
            trust.checkClientTrusted(chain, ANY_KEY_EXCHANGE);
            return true;
        } catch (CertificateException notForClients) {
            try {
                trust.checkServerTrusted(chain, ANY_KEY_EXCHANGE);
                return true;
            } catch (CertificateException e) {
                return false;
            }
        }
    }
}
