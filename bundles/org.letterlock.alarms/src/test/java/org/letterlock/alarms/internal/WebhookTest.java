package org.letterlock.alarms.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class WebhookTest {

    private static final Message MESSAGE = new Message(
            Message.Event.RAISED,
            new Alarm("k", "problem", "critical", null, "caf\u00e9 is away", "2026-01-31T09:15:02Z", null));

    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> signatures = new CopyOnWriteArrayList<>();
    private volatile int status = 204;
    private HttpServer server;

    @Before
    public void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            signatures.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Letterlock-Signature")));
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @After
    public void stop() {
        server.stop(0);
    }

    @Test
    public void alarmShouldBePostedAsSignedJson() throws Exception {
        webhook("s3cret").send(MESSAGE);
        JsonNode json = new ObjectMapper().readTree(bodies.get(0));
        assertThat(json.path("version").asInt()).isEqualTo(1);
        assertThat(json.path("gateway").asText()).isEqualTo("gw.example");
        assertThat(json.path("event").asText()).isEqualTo("raised");
        assertThat(json.path("alarm").path("text").asText()).isEqualTo("caf\u00e9 is away");
        assertThat(json.path("alarm").path("since").asText()).isEqualTo("2026-01-31T09:15:02Z");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("s3cret".getBytes(UTF_8), "HmacSHA256"));
        String expected =
                "sha256=" + HexFormat.of().formatHex(mac.doFinal(bodies.get(0).getBytes(UTF_8)));
        assertThat(signatures).containsExactly(expected);
    }

    @Test
    public void withoutASecretNothingShouldBeSigned() throws Exception {
        webhook("").send(MESSAGE);
        assertThat(signatures).containsExactly("null");
    }

    @Test
    public void otherAnswersShouldBeFailuresAndNoRedirectFollowed() throws Exception {
        for (int answer : new int[] {302, 404, 500}) {
            status = answer;
            assertThatThrownBy(() -> webhook("").send(MESSAGE))
                    .isInstanceOf(IOException.class)
                    .hasMessage("it answered " + answer);
        }
        assertThat(bodies).hasSize(3);
    }

    @Test
    public void failureShouldBeTriedAgainUntilItIsTaken() throws Exception {
        TestClock clock = new TestClock();
        Outbox outbox = new Outbox(webhook(""), List.of(MESSAGE), clock, () -> {});
        status = 500;
        outbox.send();
        outbox.send();
        assertThat(bodies).hasSize(1);
        assertThat(outbox.problem()).isEqualTo("alarms are not taken by the webhook receiver: it answered 500");
        clock.pass(Duration.ofSeconds(30));
        outbox.send();
        assertThat(bodies).hasSize(2);
        clock.pass(Duration.ofSeconds(59));
        outbox.send();
        assertThat(bodies).hasSize(2);
        status = 200;
        clock.pass(Duration.ofSeconds(1));
        outbox.send();
        outbox.send();
        assertThat(bodies).hasSize(3);
        assertThat(outbox.problem()).isNull();
    }

    @Test
    public void queueShouldBeBoundedAndItsLossSaid() {
        TestClock clock = new TestClock();
        FakeReceiver receiver = new FakeReceiver();
        receiver.away = true;
        Outbox outbox = new Outbox(receiver, List.of(), clock, () -> {});
        for (int i = 0; i < 1_005; i++) {
            outbox.add(MESSAGE);
        }
        outbox.send();
        assertThat(outbox.waiting()).hasSize(1_000);
        assertThat(outbox.problem())
                .isEqualTo("alarms are not taken by the mail receiver: connection refused; 5 were dropped");
    }

    private Webhook webhook(String secret) throws Exception {
        URI url = new URI("http", null, "127.0.0.1", server.getAddress().getPort(), "/hook", null, null);
        return new Webhook(url, secret, "gw.example", SSLContext.getDefault());
    }
}
