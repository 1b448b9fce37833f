package org.letterlock.certificates.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.letterlock.transport.api.TlsContexts;

/** Serves handshakes as the transport would, and a client that trusts one PEM file and checks the host name. */
final class TlsListener implements AutoCloseable {

    private final SSLServerSocket socket;

    TlsListener(TlsContexts tls) throws IOException {
        socket = (SSLServerSocket) tls.server().getServerSocketFactory().createServerSocket(0, 5, loopback());
        socket.setEnabledProtocols(tls.protocols().toArray(new String[0]));
        Thread thread = new Thread(this::serve, "test-tls-listener");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                connection.getOutputStream().write('+');
                connection.getInputStream().read();
            } catch (IOException expected) {
                // the client sees why
            }
        }
    }

    Socket connect() throws IOException {
        return new Socket(loopback(), socket.getLocalPort());
    }

    SSLSession handshake(SSLContext client, String host, String protocol) throws IOException {
        try (SSLSocket tls =
                (SSLSocket) client.getSocketFactory().createSocket(connect(), host, socket.getLocalPort(), true)) {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setProtocols(new String[] {protocol});
            tls.setSSLParameters(parameters);
            if (tls.getInputStream().read() != '+') {
                throw new IOException("no greeting");
            }
            return tls.getSession();
        }
    }

    static SSLContext clientTrusting(Path pem) throws GeneralSecurityException, IOException, UnusableFileException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        for (X509Certificate certificate : Pem.readCertificates(pem)) {
            trusted.setCertificateEntry(certificate.getSerialNumber().toString(), certificate);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }
}
