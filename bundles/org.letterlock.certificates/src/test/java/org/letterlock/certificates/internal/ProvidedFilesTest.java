package org.letterlock.certificates.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.Rule;
import org.junit.Test;
import org.letterlock.settings.SettingException;
import org.letterlock.transport.api.CertificateStatus;

public class ProvidedFilesTest {

    @Rule
    public final Gateway gateway = new Gateway();

    @Test
    public void replacedFilesShouldTakeEffectWhileRunning() throws Exception {
        Certificates certificates = gateway.start(Map.of());
        SSLContext first = certificates.server();
        Path foreign = gateway.foreignFiles("RSA");
        Files.copy(
                foreign.resolve("server.key"),
                gateway.tls().resolve("server.key"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.copy(
                foreign.resolve("server.pem"),
                gateway.tls().resolve("server.pem"),
                StandardCopyOption.REPLACE_EXISTING);
        await().until(() -> certificates.server() != first);
        try (TlsListener listener = new TlsListener(certificates)) {
            SSLContext client = TlsListener.clientTrusting(foreign.resolve("ca.pem"));
            assertThat(listener.handshake(client, "foreign.example", "TLSv1.3").isValid())
                    .isTrue();
            assertThat(listener.handshake(client, "foreign.example", "TLSv1.2").isValid())
                    .isTrue();
        }
        gateway.clock.advance(Duration.ofDays(390));
        String kept = String.valueOf(gateway.contents().get("server.pem"));
        gateway.start(Map.of("hostname", "new.example"));
        assertThat(gateway.contents().get("server.pem"))
                .as("somebody's own certificate is never replaced")
                .isEqualTo(kept);
    }

    @Test
    public void brokenReplacementShouldBeRefusedOnceAndTheOldOneStay() throws Exception {
        LiveMaterial material = new LiveMaterial(gateway.settings(Map.of()), gateway.clock, now -> {});
        SSLContext first = material.material().server();
        String good = Files.readString(gateway.tls().resolve("server.pem"));
        Files.writeString(gateway.tls().resolve("server.pem"), good.substring(0, 300));
        List<String> errors = LogCapture.errorsOf(() -> {
            for (int i = 0; i < 5; i++) {
                material.check();
            }
        });
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0)).contains("org.letterlock.certificates", "server.pem");
        assertThat(material.material().server()).isSameAs(first);
        assertThat(material.status().refused())
                .startsWith("org.letterlock.certificates: dataDirectory: "
                        + gateway.tls().resolve("server.pem"));

        Files.writeString(gateway.tls().resolve("server.pem"), good);
        material.check();
        material.check();
        assertThat(material.material().server()).isNotSameAs(first);
        assertThat(material.status().refused()).isEmpty();
    }

    @Test
    public void replacedKeyOfAnotherCertificateShouldBeNamedWithItsSetting() throws Exception {
        Path foreign = gateway.foreignFiles("EC");
        LiveMaterial material = new LiveMaterial(gateway.settings(given(foreign)), gateway.clock, now -> {});
        SSLContext first = material.material().server();
        Path key = foreign.resolve("server.key");
        Files.writeString(key, Files.readString(gateway.foreignFiles("RSA").resolve("server.key")));
        List<String> errors = LogCapture.errorsOf(() -> {
            material.check();
            material.check();
        });
        String expected =
                "org.letterlock.certificates: privateKeyFile: " + key + " holds the key of another certificate";
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0)).endsWith(expected);
        assertThat(material.status().refused()).isEqualTo(expected);
        assertThat(material.material().server()).isSameAs(first);
    }

    @Test
    public void statusShouldSayHowNearTheEndIs() throws Exception {
        Path foreign = gateway.foreignFiles("EC");
        X509Certificate certificate =
                Pem.readCertificates(foreign.resolve("server.pem")).get(0);
        Instant end = certificate.getNotAfter().toInstant();
        LiveMaterial material = new LiveMaterial(gateway.settings(given(foreign)), gateway.clock, now -> {});
        CertificateStatus status = material.status();
        assertThat(status.names()).containsExactly("foreign.example");
        assertThat(status.issuer())
                .isEqualTo(certificate.getIssuerX500Principal().getName());
        assertThat(status.notAfter()).isEqualTo(end);
        assertThat(status.own()).isFalse();

        assertThat(stateAt(end.minus(Duration.ofDays(21)).minusSeconds(1), material))
                .isEqualTo(CertificateStatus.State.VALID);
        assertThat(stateAt(end.minus(Duration.ofDays(21)), material)).isEqualTo(CertificateStatus.State.EXPIRING);
        assertThat(stateAt(end, material)).isEqualTo(CertificateStatus.State.EXPIRING);
        assertThat(stateAt(end.plusSeconds(1), material)).isEqualTo(CertificateStatus.State.EXPIRED);
    }

    private CertificateStatus.State stateAt(Instant time, LiveMaterial material) {
        gateway.clock.advance(Duration.between(gateway.clock.instant(), time));
        return material.status().state();
    }

    @Test
    public void expiredCertificateShouldBeServedAllTheSame() throws Exception {
        Path foreign = gateway.foreignFiles("EC");
        gateway.clock.advance(Duration.ofDays(397));
        Certificates certificates = gateway.start(given(foreign));
        assertThat(certificates.status().state()).isEqualTo(CertificateStatus.State.EXPIRED);
        try (TlsListener listener = new TlsListener(certificates)) {
            SSLContext client = TlsListener.clientTrusting(foreign.resolve("ca.pem"));
            assertThat(listener.handshake(client, "foreign.example", "TLSv1.3").isValid())
                    .isTrue();
        }
    }

    @Test
    public void ownCertificateShouldBeSaidToBeOwn() {
        CertificateStatus status = gateway.start(Map.of()).status();
        assertThat(status.own()).isTrue();
        assertThat(status.names()).containsExactly(Gateway.HOST, "localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(status.state()).isEqualTo(CertificateStatus.State.VALID);
        assertThat(status.refused()).isEmpty();
    }

    private static Map<String, Object> given(Path foreign) {
        return Map.of(
                "certificateFile", foreign.resolve("server.pem").toString(),
                "privateKeyFile", foreign.resolve("server.key").toString());
    }

    @Test
    public void fileThatIsStillBeingWrittenShouldBeLeftAlone() throws Exception {
        LiveMaterial material = new LiveMaterial(gateway.settings(Map.of()), gateway.clock, now -> {});
        SSLContext first = material.material().server();
        String good = Files.readString(gateway.tls().resolve("server.pem"));
        List<String> errors = LogCapture.errorsOf(() -> {
            Files.writeString(gateway.tls().resolve("server.pem"), good.substring(0, 300));
            material.check();
            Files.writeString(gateway.tls().resolve("server.pem"), good);
            material.check();
            material.check();
        });
        assertThat(errors).isEmpty();
        assertThat(material.material().server()).isNotSameAs(first);
    }

    @Test
    public void configuredFilesShouldBeServedWithoutAnAuthority() throws Exception {
        Path foreign = gateway.foreignFiles("EC");
        Certificates certificates = gateway.start(Map.of(
                "certificateFile", foreign.resolve("server.pem").toString(),
                "privateKeyFile", foreign.resolve("server.key").toString()));
        assertThat(gateway.tls()).doesNotExist();
        try (TlsListener listener = new TlsListener(certificates)) {
            SSLContext client = TlsListener.clientTrusting(foreign.resolve("ca.pem"));
            assertThat(listener.handshake(client, "foreign.example", "TLSv1.3").isValid())
                    .isTrue();
        }
    }

    /** Karaf's SSH does so, and calls EC keys ECDSA then. */
    @Test
    public void ecKeyShouldBeServedWhileBouncyCastleIsRegisteredInTheProcess() throws Exception {
        Path foreign = gateway.foreignFiles("EC");
        Security.addProvider(new BouncyCastleProvider());
        try {
            assertThat(Pem.readPrivateKey(foreign.resolve("server.key")).getAlgorithm())
                    .isEqualTo("EC");
            Certificates certificates = gateway.start(Map.of(
                    "certificateFile", foreign.resolve("server.pem").toString(),
                    "privateKeyFile", foreign.resolve("server.key").toString()));
            try (TlsListener listener = new TlsListener(certificates)) {
                SSLContext client = TlsListener.clientTrusting(foreign.resolve("ca.pem"));
                assertThat(listener.handshake(client, "foreign.example", "TLSv1.3")
                                .isValid())
                        .isTrue();
            }
        } finally {
            Security.removeProvider(BouncyCastleProvider.PROVIDER_NAME);
        }
    }

    @Test
    public void badSettingShouldBeNamed() throws Exception {
        Path foreign = gateway.foreignFiles("EC");
        String certificate = foreign.resolve("server.pem").toString();
        String key = foreign.resolve("server.key").toString();
        Path junk = Files.writeString(gateway.folder().resolve("junk.pem"), "junk");
        Path locked = Files.writeString(
                gateway.folder().resolve("locked.pem"),
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMEQwLwYJKoZIhvcNAQUNMCIwDQYJKoZIhvcNAQUMMAAwEQYJKoZIhvcNAQUDBAQE\nAAAABBEAAAAAAAAAAAAAAAAAAAAAAA==\n-----END ENCRYPTED PRIVATE KEY-----\n");
        Path reversed = Files.writeString(
                gateway.folder().resolve("reversed.pem"),
                Files.readString(foreign.resolve("ca.pem")) + Files.readString(foreign.resolve("server.pem")));
        assertRefused(
                Map.of("certificateFile", reversed.toString(), "privateKeyFile", key),
                "certificateFile: " + reversed + " holds certificates out of order");
        assertRefused(Map.of("hostname", "not a host"), "hostname: 'not a host' is neither");
        assertRefused(Map.of("hostname", ""), "hostname: is not set");
        assertRefused(Map.of("dataDirectory", "relative"), "dataDirectory: 'relative' is not an absolute path");
        assertRefused(Map.of("protocols", "TLSv1.1"), "protocols: [TLSv1.1] is not");
        assertRefused(Map.of("certificateFile", certificate), "privateKeyFile: is not set");
        assertRefused(Map.of("privateKeyFile", key), "certificateFile: is not set");
        assertRefused(
                Map.of("certificateFile", "/nowhere/x.pem", "privateKeyFile", key),
                "certificateFile: /nowhere/x.pem does not exist");
        assertRefused(
                Map.of("certificateFile", junk.toString(), "privateKeyFile", key),
                "certificateFile: " + junk + " holds no certificate");
        assertRefused(
                Map.of("certificateFile", certificate, "privateKeyFile", junk.toString()),
                "privateKeyFile: " + junk + " holds no private key");
        assertRefused(
                Map.of("certificateFile", certificate, "privateKeyFile", locked.toString()),
                "privateKeyFile: " + locked + " is locked by a password; store the key without one");
        assertRefused(
                Map.of(
                        "certificateFile",
                        certificate,
                        "privateKeyFile",
                        gateway.foreignFiles("EC").resolve("server.key").toString()),
                "server.key holds the key of another certificate");
    }

    @Test
    public void dataFolderThatIsAFileShouldBeNamed() throws IOException {
        Files.writeString(gateway.data(), "");
        assertRefused(Map.of(), "dataDirectory: " + gateway.tls() + " cannot hold the gateway's certificate");
    }

    private void assertRefused(Map<String, Object> changes, String message) {
        assertThatThrownBy(() -> gateway.start(changes))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("org.letterlock.certificates: ")
                .hasMessageContaining(message);
    }
}
