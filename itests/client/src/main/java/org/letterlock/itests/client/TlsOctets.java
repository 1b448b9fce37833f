package org.letterlock.itests.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLSocket;

/** A line protocol over TLS in which only CRLF ends a line, and no octet is changed. */
final class TlsOctets implements AutoCloseable {

    private final SSLSocket socket;
    private final InputStream in;
    private final OutputStream out;

    TlsOctets(int port, Path authority) throws IOException, GeneralSecurityException {
        socket = TlsSocket.connect(port, authority);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        out = socket.getOutputStream();
    }

    void write(byte[] octets, int offset, int length) throws IOException {
        out.write(octets, offset, length);
    }

    void write(byte[] octets) throws IOException {
        out.write(octets);
    }

    void command(String command) throws IOException {
        write((command + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The last line of a reply, which must begin like this. */
    String expect(String start) throws IOException {
        String line = line();
        while (line.matches("[0-9]{3}-.*")) {
            line = line();
        }
        if (!line.startsWith(start)) {
            throw new IOException("expected " + start + " but got: " + line);
        }
        return line;
    }

    /**
     * A multi-line reply of POP3 without its end. The gateway doubles a dot behind any LF, so one is taken off behind any LF, and
     * {@code CRLF . CRLF} can only be the end.
     */
    byte[] multiLine() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int beforeLast = '\r';
        int last = '\n';
        while (true) {
            int octet = read();
            if (last == '\n' && octet == '.') {
                octet = read();
                if (beforeLast == '\r' && octet == '\r') {
                    if (read() != '\n') {
                        throw new IOException("a single dot at the start of a line");
                    }
                    return body.toByteArray();
                }
                if (octet != '.') {
                    throw new IOException("a single dot behind LF");
                }
            }
            body.write(octet);
            beforeLast = last;
            last = octet;
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < 2 || line.charAt(line.length() - 2) != '\r' || line.charAt(line.length() - 1) != '\n') {
            line.append((char) read());
        }
        return line.substring(0, line.length() - 2);
    }

    private int read() throws IOException {
        int octet = in.read();
        if (octet < 0) {
            throw new IOException("closed by the server");
        }
        return octet;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
