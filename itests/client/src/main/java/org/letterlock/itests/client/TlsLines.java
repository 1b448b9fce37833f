package org.letterlock.itests.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;

/** A line protocol over TLS, trusting one authority. */
public final class TlsLines implements AutoCloseable {

    private final SSLSocket socket;
    private final BufferedReader in;

    /**
     * Connects; the handshake comes with the first line.
     *
     * @param port a port of this machine
     * @param authority PEM file of the authority
     * @throws IOException if the connection is refused
     * @throws GeneralSecurityException if the authority cannot be used
     */
    public TlsLines(int port, Path authority) throws IOException, GeneralSecurityException {
        socket = TlsSocket.connect(port, authority);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    /**
     * Sends a line, or nothing if it is empty.
     *
     * @param line the line
     * @return the last line of the reply
     * @throws IOException if the connection breaks
     */
    public String ask(String line) throws IOException {
        if (!line.isEmpty()) {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
        String reply = receive();
        while (reply.matches("[0-9]{3}-.*")) {
            reply = receive();
        }
        return reply;
    }

    /**
     * Sends a line, or nothing if it is empty.
     *
     * @param start how the last line of the reply must begin
     * @param line the line
     * @return the last line of the reply
     * @throws IOException if it is another one
     */
    public String expect(String start, String line) throws IOException {
        String reply = ask(line);
        if (!reply.startsWith(start)) {
            throw new IOException("expected " + start + " but got: " + reply);
        }
        return reply;
    }

    /**
     * The lines up to the lone dot, with the dots that were put before others taken off.
     *
     * @return the lines
     * @throws IOException if the connection breaks
     */
    public List<String> body() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = receive(); !line.equals("."); line = receive()) {
            lines.add(line.startsWith(".") ? line.substring(1) : line);
        }
        return lines;
    }

    private String receive() throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new IOException("closed by the server");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
