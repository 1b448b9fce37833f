package org.letterlock.transport.mina.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** A plain client that speaks lines; a read that gets nothing for some seconds fails. */
final class Client implements Closeable {

    private static final int TIMEOUT_MILLIS = 15_000;

    private Socket socket;
    private InputStream in;
    private OutputStream out;

    private Client(Socket socket) throws IOException {
        this.socket = socket;
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    static Client connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        return new Client(socket);
    }

    /** The other end of a connection, which speaks lines as well. */
    static Client of(Socket socket) throws IOException {
        return new Client(socket);
    }

    /** The server's side of the handshake. */
    SSLSocket serve(SSLContext context) throws IOException {
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
        secured.setUseClientMode(false);
        socket = secured;
        in = secured.getInputStream();
        out = secured.getOutputStream();
        secured.startHandshake();
        return secured;
    }

    static Client connectTls(int port) throws IOException {
        Client client = connect(port);
        client.secure(TestTls.get().clientSockets());
        return client;
    }

    /** The handshake, over the connection that there is. */
    SSLSocket secure(SSLSocketFactory factory) throws IOException {
        SSLSocket secured = tls(factory);
        secured.startHandshake();
        return secured;
    }

    SSLSocket tls(SSLSocketFactory factory) throws IOException {
        SSLSocket secured = (SSLSocket) factory.createSocket(socket, "localhost", socket.getPort(), true);
        socket = secured;
        in = secured.getInputStream();
        out = secured.getOutputStream();
        return secured;
    }

    Client say(String line) throws IOException {
        return sayRaw(line + "\r\n");
    }

    Client sayRaw(String text) throws IOException {
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
        return this;
    }

    /** A line without its end, or "" at the end of the stream. */
    String hear() throws IOException {
        StringBuilder line = new StringBuilder();
        int octet = in.read();
        while (octet >= 0 && octet != '\n') {
            line.append((char) octet);
            octet = in.read();
        }
        return line.toString().stripTrailing();
    }

    String ask(String line) throws IOException {
        return say(line).hear();
    }

    boolean atEnd() throws IOException {
        return in.read() < 0;
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
