package org.letterlock.certificates.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.Rule;
import org.junit.Test;
import org.letterlock.settings.SettingException;

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
        LiveMaterial material = new LiveMaterial(gateway.settings(Map.of()), gateway.clock);
        SSLContext first = material.context();
        String good = Files.readString(gateway.tls().resolve("server.pem"));
        Files.writeString(gateway.tls().resolve("server.pem"), good.substring(0, 300));
        List<String> errors = LogCapture.errorsOf(() -> {
            for (int i = 0; i < 5; i++) {
                material.check();
            }
        });
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0)).contains("org.letterlock.certificates", "server.pem");
        assertThat(material.context()).isSameAs(first);

        Files.writeString(gateway.tls().resolve("server.pem"), good);
        material.check();
        material.check();
        assertThat(material.context()).isNotSameAs(first);
    }

    @Test
    public void fileThatIsStillBeingWrittenShouldBeLeftAlone() throws Exception {
        LiveMaterial material = new LiveMaterial(gateway.settings(Map.of()), gateway.clock);
        SSLContext first = material.context();
        String good = Files.readString(gateway.tls().resolve("server.pem"));
        List<String> errors = LogCapture.errorsOf(() -> {
            Files.writeString(gateway.tls().resolve("server.pem"), good.substring(0, 300));
            material.check();
            Files.writeString(gateway.tls().resolve("server.pem"), good);
            material.check();
            material.check();
        });
        assertThat(errors).isEmpty();
        assertThat(material.context()).isNotSameAs(first);
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
                "privateKeyFile: " + locked);
        assertRefused(
                Map.of(
                        "certificateFile",
                        certificate,
                        "privateKeyFile",
                        gateway.foreignFiles("EC").resolve("server.key").toString()),
                "holds the key of another certificate");
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
