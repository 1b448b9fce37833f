package org.letterlock.transport.mina.internal;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;

/** A server whose words the test says. */
final class UpstreamServer implements Closeable {

    private static final int TIMEOUT_MILLIS = 15_000;

    private final ServerSocketChannel channel = ServerSocketChannel.open();

    UpstreamServer() throws IOException {
        this("127.0.0.1", 0);
    }

    UpstreamServer(String address, int port) throws IOException {
        channel.bind(new InetSocketAddress(address, port), 50);
        channel.socket().setSoTimeout(TIMEOUT_MILLIS);
    }

    int port() {
        return channel.socket().getLocalPort();
    }

    /** The next connection, seen from the server. */
    Client accept() throws IOException {
        Socket socket = channel.socket().accept();
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return Client.of(socket);
    }

    /** Whether nobody has connected. */
    boolean isUntouched() throws IOException {
        channel.configureBlocking(false);
        try {
            return channel.accept() == null;
        } finally {
            channel.configureBlocking(true);
        }
    }

    /** Fills the backlog, so that the system answers nobody any more. */
    static UpstreamServer deaf() throws IOException {
        UpstreamServer server = new UpstreamServer("127.0.0.1", 0, 1);
        boolean full = false;
        while (!full) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), 200);
            } catch (SocketTimeoutException e) {
                full = true;
            }
        }
        return server;
    }

    private UpstreamServer(String address, int port, int backlog) throws IOException {
        channel.bind(new InetSocketAddress(address, port), backlog);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
