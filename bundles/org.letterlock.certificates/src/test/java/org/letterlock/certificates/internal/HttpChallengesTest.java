package org.letterlock.certificates.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class HttpChallengesTest {

    private static final String PATH = "/.well-known/acme-challenge/";
    private static final int CONNECTIONS = 64;

    private final HttpChallenges challenges =
            new HttpChallenges(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

    @Before
    public void open() throws IOException {
        challenges.open();
        challenges.open();
    }

    @After
    public void close() {
        challenges.close();
        challenges.close();
    }

    @Test
    public void onlyWhatIsShownShouldBeFound() throws IOException {
        challenges.show("token-1", "token-1.thumb");
        String answer = ask("GET " + PATH + "token-1 HTTP/1.1");
        assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\ntoken-1.thumb");
        assertThat(answer).containsIgnoringCase("Content-type: application/octet-stream");
        for (String request : List.of(
                "GET " + PATH + "token-2",
                "GET " + PATH,
                "GET " + PATH + "../token-1",
                "GET /",
                "GET /token-1",
                "HEAD " + PATH + "token-1",
                "POST " + PATH + "token-1",
                "OPTIONS *")) {
            assertThat(ask(request + " HTTP/1.1"))
                    .as(request)
                    .matches("(?s)HTTP/1.1 40[04] .*")
                    .doesNotContain("thumb");
        }
        challenges.hideAll();
        assertThat(ask("GET " + PATH + "token-1 HTTP/1.1")).startsWith("HTTP/1.1 404 ");
    }

    @Test
    public void longHeadersShouldBeRefused() throws IOException {
        challenges.show("token-1", "token-1.thumb");
        assertThat(ask("GET " + PATH + "token-1 HTTP/1.1\r\nX-Long: " + "x".repeat(20_000)))
                .doesNotContain("thumb");
        String many = IntStream.range(0, 60).mapToObj(i -> "\r\nX-" + i + ": x").collect(Collectors.joining());
        assertThat(ask("GET " + PATH + "token-1 HTTP/1.1" + many)).doesNotContain("thumb");
    }

    @Test
    public void connectionsBeyondTheLimitShouldBeClosed() throws IOException {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                idle.add(connect());
            }
            // whichever of them was too many: it is closed without a word
            try (Socket one = connect()) {
                assertThat(one.getInputStream().read()).isEqualTo(-1);
            }
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    public void closedPortShouldRefuse() {
        int port = challenges.port();
        challenges.close();
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
                .isInstanceOf(IOException.class);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), challenges.port());
        socket.setSoTimeout(30_000);
        return socket;
    }

    private String ask(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write((request + "\r\nHost: mail.example.com\r\nContent-Length: 0\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            StringBuilder answer = new StringBuilder();
            InputStream in = socket.getInputStream();
            try {
                for (int octet = in.read(); octet >= 0; octet = in.read()) {
                    answer.append((char) octet);
                }
            } catch (IOException e) {
                // closed with our octets unread
                answer.append("\r\n").append(e.getMessage());
            }
            return answer.toString();
        }
    }
}
