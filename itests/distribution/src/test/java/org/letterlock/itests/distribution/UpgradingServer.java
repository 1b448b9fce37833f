package org.letterlock.itests.distribution;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A remote server that greets in clear and begins TLS when it is asked to, as GreenMail cannot. It says what its script says.
 */
final class UpgradingServer implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 60_000;

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final SSLContext tls;
    private final String greeting;
    private final Supplier<Function<String, String>> scripts;
    private final List<String> inClear = new CopyOnWriteArrayList<>();
    private final List<String> underTls = new CopyOnWriteArrayList<>();

    /**
     * Begins to serve.
     *
     * @param scripts one for each connection: what to say to each line; empty for nothing
     */
    UpgradingServer(SSLContext tls, String greeting, Supplier<Function<String, String>> scripts) throws IOException {
        this.tls = tls;
        this.greeting = greeting;
        this.scripts = scripts;
        Thread thread = new Thread(this::serve, "remote server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Lines that came in clear. */
    List<String> inClear() {
        return inClear;
    }

    /** Lines that came under TLS. */
    List<String> underTls() {
        return underTls;
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept()) {
                client.setSoTimeout(TIMEOUT_MILLIS);
                talk(client);
            } catch (IOException e) {
                // The gateway has tried TLS from the first octet, or has gone; or this is the end.
            }
        }
    }

    private void talk(Socket client) throws IOException {
        Function<String, String> script = scripts.get();
        say(client, greeting);
        String last = converse(client, script, inClear);
        if (last.equals("STARTTLS") || last.equals("STLS")) {
            SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(client, null, client.getPort(), false);
            secure.setUseClientMode(false);
            converse(secure, script, underTls);
        }
    }

    /** Up to the end, or to the line that begins TLS, which is given back. */
    private static String converse(Socket client, Function<String, String> script, List<String> heard)
            throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
        String line = in.readLine();
        while (line != null) {
            heard.add(line);
            say(client, script.apply(line));
            if (line.equals("STARTTLS") || line.equals("STLS")) {
                return line;
            }
            line = in.readLine();
        }
        return "";
    }

    private static void say(Socket client, String reply) throws IOException {
        if (!reply.isEmpty()) {
            client.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
