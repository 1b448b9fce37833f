package org.letterlock.certificates.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.letterlock.transport.api.TlsContexts;

/** Serves handshakes as the transport would, and a client that trusts one PEM file and checks the host name. */
final class TlsListener implements AutoCloseable {

    /** What clients have proved, in the order of their connections. */
    final BlockingQueue<List<String>> clientNames = new LinkedBlockingQueue<>();

    private final TlsContexts tls;
    private final SSLServerSocket socket;

    TlsListener(TlsContexts tls) throws IOException {
        this(tls, tls.server(), false);
    }

    private TlsListener(TlsContexts tls, SSLContext context, boolean ask) throws IOException {
        this.tls = tls;
        socket = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 5, loopback());
        socket.setWantClientAuth(ask);
        socket.setEnabledProtocols(tls.protocols().toArray(new String[0]));
        Thread thread = new Thread(this::serve, "test-tls-listener");
        thread.setDaemon(true);
        thread.start();
    }

    static TlsListener asking(TlsContexts tls) throws IOException {
        return new TlsListener(tls, tls.serverAskingClients(), true);
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (SSLSocket connection = (SSLSocket) socket.accept()) {
                connection.startHandshake();
                clientNames.add(tls.clientNames(connection.getSession()));
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
        return clientTrusting(pem, new KeyManager[0]);
    }

    /** A client that may have a certificate. */
    static SSLContext clientTrusting(Path pem, KeyManager[] own)
            throws GeneralSecurityException, IOException, UnusableFileException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        for (X509Certificate certificate : Pem.readCertificates(pem)) {
            trusted.setCertificateEntry(certificate.getSerialNumber().toString(), certificate);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own, trust.getTrustManagers(), null);
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
