package org.letterlock.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A connection over TLS to a server of lines, whose certificate is checked as a mail client checks it. */
final class TlsLine implements AutoCloseable {

    /** The name that the gateway's certificate has on every machine. */
    private static final String NAME = "localhost";

    private static final int TIMEOUT_MILLIS = 30_000;

    private final SSLSocket socket;
    private final InputStream in;

    private TlsLine(SSLSocket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /**
     * Connects to a port of this machine; nobody but the authority is trusted.
     *
     * @param bindAddress what the port is bound to
     */
    static TlsLine connect(String bindAddress, int port, Path authority) throws IOException {
        InetAddress bound = InetAddress.getByName(bindAddress);
        InetAddress address = bound.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound;
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS);
            return new TlsLine(secure(socket, port, authority));
        } catch (IOException e) {
            socket.close();
            throw new IOException("TLS to " + bindAddress + ", port " + port + ": " + Problems.describe(e), e);
        }
    }

    private static SSLSocket secure(Socket plain, int port, Path authority) throws IOException {
        SSLSocket socket = (SSLSocket) trusting(authority).getSocketFactory().createSocket(plain, NAME, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.startHandshake();
        return socket;
    }

    private static SSLContext trusting(Path authority) throws IOException {
        try (InputStream pem = Files.newInputStream(authority)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(authority + ": " + Problems.describe(e), e);
        }
    }

    String protocol() {
        return socket.getSession().getProtocol() + ", " + socket.getSession().getCipherSuite();
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    /** The next line without its end. */
    String receive() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (octet != '\r') {
                line.write(octet);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
