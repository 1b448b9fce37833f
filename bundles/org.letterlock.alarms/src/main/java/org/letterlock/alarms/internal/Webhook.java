package org.letterlock.alarms.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;

/** Tells a program, by HTTP. Follows no redirect: what is signed goes to no other place than the one that is set. */
final class Webhook implements Receiver {

    static final String NAME = "webhook";

    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI url;
    private final byte[] secret;
    private final String gateway;
    private final HttpClient client;

    /**
     * Makes it.
     *
     * @param secret signs each message; empty for none
     * @param gateway the gateway's name
     */
    Webhook(URI url, String secret, String gateway, SSLContext trust) {
        this.url = url;
        this.secret = secret.getBytes(UTF_8);
        this.gateway = gateway;
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .sslContext(trust)
                .build();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void send(Message message) throws IOException {
        byte[] body = JSON.writeValueAsBytes(document(message));
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (secret.length > 0) {
            request.header("X-Letterlock-Signature", "sha256=" + sign(body));
        }
        try {
            int status = client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            if (status / 100 != 2) {
                throw new IOException("it answered " + status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("it was not waited for", e);
        } catch (IOException e) {
            throw new IOException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    private Map<String, Object> document(Message message) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", 1);
        document.put("gateway", gateway);
        document.put("event", message.event().name().toLowerCase(Locale.ROOT));
        document.put("alarm", message.alarm());
        return document;
    }

    private String sign(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
