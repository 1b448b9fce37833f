package org.letterlock.certificates.internal;

import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whom the gateway believes that a server it connects to is: by an authority and the name, or by a pinned key. Thread-safe.
 */
final class ServerTrust extends X509ExtendedTrustManager {

    private final X509ExtendedTrustManager authorities;
    private final Pins pins;

    ServerTrust(X509ExtendedTrustManager authorities, Pins pins) {
        this.authorities = authorities;
        this.pins = pins;
    }

    /** A context for the client side, which trusts the authorities of a file too, if there is a file. */
    static SSLContext context(Settings settings) throws UnusableFileException {
        @Nullable Path file = settings.upstreamCaFile();
        TrustManager trust = new ServerTrust(Authorities.trusting(file), settings.upstreamPins());
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], new TrustManager[] {trust}, null);
            SSLSessionContext sessions = context.getClientSessionContext();
            sessions.setSessionCacheSize(settings.sessionCacheEntries());
            sessions.setSessionTimeout(settings.sessionTimeoutSeconds());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot use TLS as a client", e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        String check = engine.getSSLParameters().getEndpointIdentificationAlgorithm();
        if (check == null || check.isEmpty()) {
            throw new CertificateException("the connection does not ask for its host name to be checked");
        }
        try {
            authorities.checkServerTrusted(chain, authType, engine);
        } catch (CertificateException e) {
            // The handshake proves that the server has the key; a pin says that this is enough.
            if (!pins.holds(engine.getPeerHost(), engine.getPeerPort(), chain[0].getPublicKey())) {
                throw e;
            }
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("the transport uses engines");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("no host name to check");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw noClient();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw noClient();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw noClient();
    }

    private static CertificateException noClient() {
        return new CertificateException("a context for clients serves none");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }
}
