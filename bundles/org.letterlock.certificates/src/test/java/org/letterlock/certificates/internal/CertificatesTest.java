package org.letterlock.certificates.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.junit.Rule;
import org.junit.Test;

public class CertificatesTest {

    private static final String HOST = Gateway.HOST;

    @Rule
    public final Gateway gateway = new Gateway();

    @Test
    public void clientThatTrustsTheAuthorityShouldConnectToEachName() throws Exception {
        try (TlsListener listener = new TlsListener(gateway.start(Map.of("hostname", HOST + ", 192.0.2.7")))) {
            SSLContext client = TlsListener.clientTrusting(gateway.tls().resolve("ca.pem"));
            for (String host : List.of(HOST, "localhost", "127.0.0.1", "::1", "192.0.2.7")) {
                for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
                    SSLSession session = listener.handshake(client, host, protocol);
                    assertThat(session.getProtocol()).isEqualTo(protocol);
                    assertThat(session.getCipherSuite()).contains("GCM");
                }
            }
            assertThatThrownBy(() -> listener.handshake(client, "other.example.org", "TLSv1.3"))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("other.example.org");
        }
    }

    @Test
    public void clientWithoutTheAuthorityShouldNotConnect() throws Exception {
        try (TlsListener listener = new TlsListener(gateway.start(Map.of()))) {
            assertThatThrownBy(() -> listener.handshake(SSLContext.getDefault(), HOST, "TLSv1.3"))
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    public void oldTlsVersionShouldBeRefused() throws Exception {
        // a ClientHello that offers TLS 1.1 at most, with suites every server of that time knew
        byte[] hello = HexFormat.of()
                .parseHex(
                        "1603010031" + "0100002d" + "0302" + "00".repeat(32) + "00" + "0004c009002f" + "0100" + "0000");
        try (TlsListener listener = new TlsListener(gateway.start(Map.of()));
                Socket socket = listener.connect()) {
            socket.getOutputStream().write(hello);
            byte[] alert = socket.getInputStream().readNBytes(7);
            assertThat(alert[0]).as("alert").isEqualTo((byte) 21);
            assertThat(alert[6]).as("protocol_version").isEqualTo((byte) 70);
        }
    }

    @Test
    public void onlyTheSetVersionsShouldBeServed() throws Exception {
        Certificates certificates = gateway.start(Map.of("protocols", "TLSv1.3"));
        try (TlsListener listener = new TlsListener(certificates)) {
            SSLContext client = TlsListener.clientTrusting(gateway.tls().resolve("ca.pem"));
            assertThat(listener.handshake(client, HOST, "TLSv1.3").getProtocol())
                    .isEqualTo("TLSv1.3");
            assertThatThrownBy(() -> listener.handshake(client, HOST, "TLSv1.2"))
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    public void sessionShouldBeResumed() throws Exception {
        Certificates certificates = gateway.start(Map.of("sessionCacheEntries", 77, "sessionTimeoutSeconds", 88));
        assertThat(certificates.server().getServerSessionContext().getSessionCacheSize())
                .isEqualTo(77);
        assertThat(certificates.server().getServerSessionContext().getSessionTimeout())
                .isEqualTo(88);
        try (TlsListener listener = new TlsListener(certificates)) {
            SSLContext client = TlsListener.clientTrusting(gateway.tls().resolve("ca.pem"));
            SSLSession first = listener.handshake(client, HOST, "TLSv1.2");
            SSLSession second = listener.handshake(client, HOST, "TLSv1.2");
            assertThat(second.getCreationTime()).isEqualTo(first.getCreationTime());
            assertThat(second.getId()).isEqualTo(first.getId());
        }
    }

    @Test
    public void filesShouldBePrivate() throws IOException {
        gateway.start(Map.of());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(gateway.tls())))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(gateway.tls())) {
            List<Path> all = files.sorted().toList();
            assertThat(all)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactly("ca.key", "ca.pem", "server.key", "server.pem");
            for (Path file : all) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    public void livesShouldBeAsPromised() throws Exception {
        gateway.start(Map.of());
        X509Certificate server = gateway.certificate("server.pem");
        assertThat(Duration.between(
                        server.getNotBefore().toInstant(), server.getNotAfter().toInstant()))
                .isBetween(Duration.ofDays(390), Duration.ofDays(397));
        X509Certificate authority = gateway.certificate("ca.pem");
        assertThat(authority.getNotAfter().toInstant())
                .isAfter(gateway.clock.instant().plus(Duration.ofDays(3_649)));
        assertThat(authority.getBasicConstraints()).isZero();
        assertThat(server.getBasicConstraints()).isEqualTo(-1);
    }

    @Test
    public void secondStartShouldKeepTheFiles() throws IOException {
        gateway.start(Map.of());
        Map<String, String> before = gateway.contents();
        gateway.start(Map.of());
        assertThat(gateway.contents()).isEqualTo(before);
    }

    @Test
    public void otherHostnameShouldMakeAnotherCertificateOfTheSameAuthority() throws Exception {
        gateway.start(Map.of());
        Map<String, String> before = gateway.contents();
        Certificates second = gateway.start(Map.of("hostname", "mail.example.net"));
        Map<String, String> after = gateway.contents();
        assertThat(after.get("server.pem")).isNotEqualTo(before.get("server.pem"));
        after.put("server.pem", String.valueOf(before.get("server.pem")));
        assertThat(after).as("all else is kept").isEqualTo(before);
        try (TlsListener listener = new TlsListener(second)) {
            SSLContext client = TlsListener.clientTrusting(gateway.tls().resolve("ca.pem"));
            assertThat(listener.handshake(client, "mail.example.net", "TLSv1.3").isValid())
                    .isTrue();
            assertThatThrownBy(() -> listener.handshake(client, HOST, "TLSv1.3"))
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    public void certificateShouldRenewItselfThirtyDaysBeforeItsEnd() throws Exception {
        Certificates certificates = gateway.start(Map.of());
        SSLContext first = certificates.server();
        X509Certificate old = gateway.certificate("server.pem");
        Duration untilRenewal = Duration.between(
                        gateway.clock.instant(), old.getNotAfter().toInstant())
                .minus(Duration.ofDays(30));

        gateway.clock.advance(untilRenewal.minusSeconds(1));
        LiveMaterial other = new LiveMaterial(gateway.settings(Map.of()), gateway.clock, now -> {});
        other.check();
        assertThat(gateway.certificate("server.pem")).isEqualTo(old);

        gateway.clock.advance(Duration.ofSeconds(1));
        await().until(() -> certificates.server() != first);
        X509Certificate renewed = gateway.certificate("server.pem");
        assertThat(renewed.getNotAfter()).isAfter(old.getNotAfter());
        assertThat(renewed.getPublicKey()).as("the key stays").isEqualTo(old.getPublicKey());
        renewed.verify(gateway.certificate("ca.pem").getPublicKey());
    }

    @Test
    public void authorityNearItsEndShouldBeMadeAnewFromTheSameKey() throws Exception {
        gateway.start(Map.of());
        X509Certificate old = gateway.certificate("ca.pem");
        gateway.clock.advance(Duration.ofDays(3_630));
        gateway.start(Map.of());
        X509Certificate renewed = gateway.certificate("ca.pem");
        assertThat(renewed.getNotAfter()).isAfter(old.getNotAfter());
        assertThat(renewed.getPublicKey()).isEqualTo(old.getPublicKey());
        assertThat(gateway.certificate("server.pem").getNotAfter()).isBefore(renewed.getNotAfter());
    }

    @Test
    public void interruptedFirstStartShouldBeCompleted() throws Exception {
        gateway.start(Map.of());
        String key = String.valueOf(gateway.contents().get("server.key"));
        Files.delete(gateway.tls().resolve("server.pem"));
        Files.delete(gateway.tls().resolve("ca.pem"));
        Certificates again = gateway.start(Map.of());
        assertThat(gateway.contents().get("server.key")).isEqualTo(key);
        try (TlsListener listener = new TlsListener(again)) {
            SSLContext client = TlsListener.clientTrusting(gateway.tls().resolve("ca.pem"));
            assertThat(listener.handshake(client, HOST, "TLSv1.3").isValid()).isTrue();
        }
    }
}
