package org.letterlock.certificates.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.Rule;
import org.junit.Test;
import org.letterlock.settings.SettingException;

public class UpstreamTrustTest {

    private static final String HOST = "mail.example.org";
    private static final Duration DAY = Duration.ofDays(1);
    private static final KeyPurposeId SERVER = KeyPurposeId.id_kp_serverAuth;
    private static final int ROOM = 1024 * 1024;

    @Rule
    public final Gateway gateway = new Gateway();

    private final ClientAuthority authority;

    public UpstreamTrustTest() throws Exception {
        authority = new ClientAuthority();
    }

    @Test
    public void serverOfAListedAuthorityShouldBeBelieved() throws Exception {
        Certificates certificates = start(Map.of());
        KeyManager[] server = server(HOST, DAY);
        handshake(certificates.client(), HOST, "TLSv1.2", server);
        handshake(certificates.client(), HOST, "TLSv1.3", server);
    }

    @Test
    public void serverOfNoAuthorityShouldBeRefused() throws Exception {
        KeyManager[] stranger = new ClientAuthority().issue("CN=x", List.of(HOST), SERVER, DAY);
        refused(start(Map.of()), HOST, stranger, CertificateException.class);
        refused(gateway.start(Map.of()), HOST, server(HOST, DAY), CertificateException.class);
    }

    @Test
    public void anotherNameShouldBeRefused() throws Exception {
        Certificates certificates = start(Map.of());
        for (String host : List.of("pop.example.org", "example.org", "a.mail.example.org", "127.0.0.1")) {
            refused(certificates, host, server(HOST, DAY), CertificateException.class);
        }
        refused(certificates, "a.b.example.org", server("*.example.org", DAY), CertificateException.class);
        handshake(certificates.client(), "pop.example.org", "TLSv1.3", server("*.example.org", DAY));
    }

    @Test
    public void expiredShouldBeRefused() throws Exception {
        refused(start(Map.of()), HOST, server(HOST, DAY.negated()), CertificateExpiredException.class);
    }

    @Test
    public void certificateForAnotherUseShouldBeRefused() throws Exception {
        KeyManager[] client = authority.issue("CN=x", List.of(HOST), KeyPurposeId.id_kp_clientAuth, DAY);
        refused(start(Map.of()), HOST, client, CertificateException.class);
    }

    @Test
    public void pinnedKeyShouldBeAcceptedFromItsHostOnly() throws Exception {
        KeyManager[] stranger = new ClientAuthority().issue("CN=x", List.of("other"), SERVER, DAY.negated());
        String pin = pin(stranger);
        for (String pins : List.of(HOST + "=" + pin, "Mail.Example.Org:465=" + pin)) {
            Certificates certificates = start(Map.of("upstreamPins", pins));
            handshake(certificates.client(), HOST, "TLSv1.2", stranger);
            handshake(certificates.client(), HOST, "TLSv1.3", stranger);
            refused(certificates, "pop.example.org", stranger, CertificateException.class);
            // A pin takes nothing away from the authorities.
            handshake(certificates.client(), HOST, "TLSv1.3", server(HOST, DAY));
        }
        refused(start(Map.of("upstreamPins", HOST + ":995=" + pin)), HOST, stranger, CertificateException.class);
        KeyManager[] other = new ClientAuthority().issue("CN=x", List.of("other"), SERVER, DAY);
        refused(start(Map.of("upstreamPins", HOST + "=" + pin)), HOST, other, CertificateException.class);
        handshake(start(Map.of("upstreamPins", "[::1]:465=" + pin)).client(), "0:0:0:0:0:0:0:1", "TLSv1.3", stranger);
    }

    @Test
    public void replacedAuthoritiesShouldTakeEffectWhileRunning() throws Exception {
        Certificates certificates = start(Map.of());
        ClientAuthority next = new ClientAuthority();
        KeyManager[] server = next.issue("CN=x", List.of(HOST), SERVER, DAY);
        refused(certificates, HOST, server, CertificateException.class);
        SSLContext before = certificates.client();
        next.write(file());
        await().until(() -> certificates.client() != before);
        handshake(certificates.client(), HOST, "TLSv1.3", server);
    }

    @Test
    public void engineThatDoesNotCheckTheNameShouldNotWork() throws Exception {
        SSLEngine client = start(Map.of()).client().createSSLEngine(HOST, 465);
        assertThatThrownBy(() -> handshake(client, "TLSv1.3", server(HOST, DAY)))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("host name to be checked");
    }

    @Test
    public void badSettingsShouldBeNamed() {
        assertThatThrownBy(() -> gateway.start(Map.of("upstreamCaFile", file().toString())))
                .isInstanceOf(SettingException.class)
                .hasMessage("org.letterlock.certificates: upstreamCaFile: " + file() + " does not exist");
        for (String bad : List.of("x", "a/b=sha256//AAAA", "a=sha256//AAAA", "a=sha256//!", "a:70000=sha256//AAAA")) {
            assertThatThrownBy(() -> gateway.start(Map.of("upstreamPins", bad)))
                    .isInstanceOf(SettingException.class)
                    .hasMessageStartingWith("org.letterlock.certificates: upstreamPins: '" + bad + "' ");
        }
    }

    private Path file() {
        return gateway.folder().resolve("upstream.pem");
    }

    private Certificates start(Map<String, Object> changes) throws Exception {
        Map<String, Object> settings = new HashMap<>(changes);
        settings.put("upstreamCaFile", authority.write(file()).toString());
        return gateway.start(settings);
    }

    private KeyManager[] server(String name, Duration life) throws Exception {
        return authority.issue("CN=x", List.of(name), SERVER, life);
    }

    private static String pin(KeyManager[] server) throws Exception {
        byte[] key = ((X509ExtendedKeyManager) server[0])
                .getCertificateChain("client")[0]
                .getPublicKey()
                .getEncoded();
        return "sha256//"
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
    }

    private static void refused(
            Certificates certificates, String host, KeyManager[] server, Class<? extends Exception> why) {
        for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
            assertThatThrownBy(() -> handshake(certificates.client(), host, protocol, server))
                    .as(protocol)
                    .isInstanceOf(SSLException.class)
                    .satisfies(failure -> assertThat(causes(failure)).hasAtLeastOneElementOfType(why));
        }
    }

    private static List<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).toList();
    }

    /** As the transport does it. */
    private static void handshake(SSLContext context, String host, String protocol, KeyManager[] server)
            throws Exception {
        SSLEngine client = context.createSSLEngine(host, 465);
        SSLParameters parameters = client.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        client.setSSLParameters(parameters);
        handshake(client, protocol, server);
    }

    private static void handshake(SSLEngine client, String protocol, KeyManager[] keys) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, new TrustManager[0], null);
        SSLEngine server = context.createSSLEngine();
        server.setUseClientMode(false);
        server.setEnabledProtocols(new String[] {protocol});
        client.setUseClientMode(true);
        client.beginHandshake();
        ByteBuffer toServer = ByteBuffer.allocate(ROOM);
        ByteBuffer toClient = ByteBuffer.allocate(ROOM);
        while (client.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
                || server.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
            step(client, toClient, toServer);
            step(server, toServer, toClient);
        }
        assertThat(client.getSession().getProtocol()).isEqualTo(protocol);
    }

    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        switch (engine.getHandshakeStatus()) {
            case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
            case NEED_TASK -> {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            }
            default -> {
                engine.unwrap(in.flip(), ByteBuffer.allocate(ROOM));
                in.compact();
            }
        }
    }
}
