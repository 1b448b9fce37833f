package org.letterlock.certificates.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;
import org.jspecify.annotations.Nullable;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;
import org.letterlock.certificates.api.CertificateManager;

/** A gateway's data folder and a clock, and whatever was started on them. */
final class Gateway extends ExternalResource {

    static final String HOST = "gateway.example.org";

    final SettableClock clock = new SettableClock();
    private final TemporaryFolder temporary = new TemporaryFolder();
    private @Nullable Certificates running;

    @Override
    protected void before() throws IOException {
        temporary.create();
    }

    @Override
    protected void after() {
        stop();
        temporary.delete();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("letterlock-certificates"));
    }

    Path folder() {
        return temporary.getRoot().toPath();
    }

    Path data() {
        return folder().resolve("data");
    }

    Path tls() {
        return data().resolve("tls");
    }

    void stop() {
        if (running != null) {
            running.deactivate();
            running = null;
        }
    }

    /** Starts it, after stopping the one that runs. */
    Certificates start(Map<String, Object> changes) {
        stop();
        Certificates certificates = new Certificates(settings(changes), clock, Duration.ofMillis(20));
        running = certificates;
        return certificates;
    }

    /** What administrators do with the one that runs. */
    CertificateManager manager() {
        return manager(null);
    }

    CertificateManager manager(@Nullable Acme acme) {
        return new InstalledCertificates(Objects.requireNonNull(running), acme, clock);
    }

    Settings settings(Map<String, Object> changes) {
        return Settings.of(properties(changes));
    }

    private Map<String, Object> properties(Map<String, Object> changes) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "dataDirectory",
                data().toString(),
                "hostname",
                HOST,
                "certificateFile",
                "",
                "privateKeyFile",
                "",
                "protocols",
                new String[] {"TLSv1.2", "TLSv1.3"},
                "expiryWarningDays",
                21,
                "sessionCacheEntries",
                100,
                "sessionTimeoutSeconds",
                100));
        properties.putAll(changes);
        return properties;
    }

    X509Certificate certificate(String file) throws UnusableFileException {
        return Pem.readCertificates(tls().resolve(file)).get(0);
    }

    Map<String, String> contents() throws IOException {
        Map<String, String> contents = new HashMap<>();
        try (Stream<Path> files = Files.list(tls())) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file, StandardCharsets.US_ASCII));
            }
        }
        return contents;
    }

    /** What an administrator got from an authority of another kind: chain with the authority in it. */
    Path foreignFiles(String type) throws Exception {
        Path folder = temporary.newFolder().toPath();
        CertificateMaker maker = new CertificateMaker();
        Instant now = clock.instant();
        PrivateKey authorityKey = maker.newKey();
        String authority = Pem.certificate(maker.authority(authorityKey, now));
        Files.writeString(folder.resolve("ca.pem"), authority);
        KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
        generator.initialize(type.equals("RSA") ? 2048 : 256);
        PrivateKey key = generator.generateKeyPair().getPrivate();
        String server = Pem.certificate(maker.server(
                key,
                List.of(new GeneralName(GeneralName.dNSName, "foreign.example")),
                "foreign.example",
                Pem.readCertificates(folder.resolve("ca.pem")).get(0),
                authorityKey,
                now));
        Files.writeString(folder.resolve("server.pem"), server + authority);
        Files.writeString(folder.resolve("server.key"), Pem.privateKey(key));
        return folder;
    }
}
