package org.letterlock.certificates.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.jspecify.annotations.Nullable;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.letterlock.certificates.api.CertificateManager;
import org.letterlock.certificates.api.CertificateManagerException;
import org.letterlock.certificates.api.CertificateManagerException.Reason;
import org.letterlock.certificates.api.ServerCertificate;
import org.letterlock.certificates.api.ServerCertificate.Source;

public class InstalledCertificatesTest {

    private static final char[] PASSWORD = "s3cret".toCharArray();

    @Rule
    public final Gateway gateway = new Gateway();

    private Issuer issuer;
    private KeyPair keys;

    @Before
    public void makeAuthority() throws Exception {
        issuer = new Issuer(gateway.clock.instant(), Duration.ofDays(1_000));
        keys = Issuer.newKeys("EC", 256);
    }

    @Test
    public void ownCertificateShouldBeDescribed() throws Exception {
        gateway.start(Map.of());
        X509Certificate own = gateway.certificate("server.pem");

        ServerCertificate inForce = gateway.manager().inForce();

        assertThat(inForce.source()).isEqualTo(Source.OWN);
        assertThat(inForce.names()).contains(Gateway.HOST, "localhost");
        assertThat(inForce.chain()).containsExactly("CN=" + Gateway.HOST);
        assertThat(inForce.issuer()).startsWith("CN=Letterlock authority ");
        assertThat(inForce.serial()).isEqualTo(own.getSerialNumber().toString(16));
        assertThat(inForce.notBefore()).isEqualTo(own.getNotBefore().toInstant());
        assertThat(inForce.notAfter()).isEqualTo(own.getNotAfter().toInstant());
        assertThat(inForce.fingerprint()).matches("[0-9a-f]{64}");
    }

    @Test
    public void pemInAnyOrderShouldBeServedAtOnceAndAfterARestart() throws Exception {
        Certificates certificates = gateway.start(Map.of());
        SSLContext before = certificates.server();
        X509Certificate certificate = issuer.issue(keys.getPublic());
        X509Certificate stranger = new Issuer(gateway.clock.instant(), Duration.ofDays(1)).root;

        ServerCertificate installed = gateway.manager()
                .installPem(pem(stranger, issuer.root, issuer.certificate, certificate), key(keys.getPrivate()));

        assertThat(installed.source()).isEqualTo(Source.INSTALLED);
        assertThat(installed.names()).containsExactly(Issuer.HOST);
        assertThat(installed.chain()).containsExactly(name(certificate), name(issuer.certificate), name(issuer.root));
        assertThat(certificates.server()).isNotSameAs(before);
        assertThat(certificates.status().own()).isFalse();
        assertServed(certificates);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(gateway.tls().resolve("installed.pem"))))
                .isEqualTo("rw-------");

        Certificates again = gateway.start(Map.of());
        assertThat(gateway.manager().inForce()).isEqualTo(installed);
        assertServed(again);
    }

    @Test
    public void pkcs12ShouldBeServed() throws Exception {
        Certificates certificates = gateway.start(Map.of());
        keys = Issuer.newKeys("RSA", 2048);
        byte[] store = pkcs12(Map.of("one", keys.getPrivate()));

        ServerCertificate installed = gateway.manager().installPkcs12(store, PASSWORD);

        assertThat(installed.source()).isEqualTo(Source.INSTALLED);
        assertThat(installed.chain()).hasSize(2);
        assertServed(certificates);
    }

    @Test
    public void pkcs12WithoutItsPasswordOrOneKeyShouldBeRefused() throws Exception {
        gateway.start(Map.of());
        byte[] store = pkcs12(Map.of("one", keys.getPrivate()));
        assertRefused(
                Reason.WRONG_PASSWORD, "password", () -> gateway.manager().installPkcs12(store, "other".toCharArray()));
        assertRefused(
                Reason.WRONG_PASSWORD,
                "beyond ASCII",
                () -> gateway.manager().installPkcs12(store, "\u00fc".toCharArray()));
        assertRefused(
                Reason.INVALID,
                "is not readable as PKCS#12",
                () -> gateway.manager().installPkcs12(new byte[] {1, 2, 3}, PASSWORD));
        byte[] two = pkcs12(Map.of("one", keys.getPrivate(), "two", keys.getPrivate()));
        assertRefused(
                Reason.INVALID, "holds 2 private keys", () -> gateway.manager().installPkcs12(two, PASSWORD));
        byte[] none = pkcs12(Map.of());
        assertRefused(
                Reason.INVALID, "holds no private key", () -> gateway.manager().installPkcs12(none, PASSWORD));
        assertRefused(
                Reason.INVALID,
                "at most 1048576",
                () -> gateway.manager().installPkcs12(new byte[CertificateManager.MAX_PKCS12_OCTETS + 1], PASSWORD));
    }

    @Test
    public void whatClientsWouldRefuseShouldBeRefusedAndTheOldOneStay() throws Exception {
        Certificates certificates = gateway.start(Map.of());
        SSLContext before = certificates.server();
        Map<String, String> files = gateway.contents();
        String good = pem(issuer.issue(keys.getPublic()), issuer.certificate);
        KeyPair other = Issuer.newKeys("EC", 256);
        KeyPair weak = Issuer.newKeys("RSA", 1024);
        KeyPair foreign = Issuer.newKeys("Ed25519", 255);
        Issuer expired = new Issuer(gateway.clock.instant(), Duration.ofDays(-1));
        Issuer early = new Issuer(gateway.clock.instant().plus(Duration.ofDays(101)), Duration.ofDays(1_000));
        String locked = """
                -----BEGIN ENCRYPTED PRIVATE KEY-----
                MEQwLwYJKoZIhvcNAQUNMCIwDQYJKoZIhvcNAQUMMAAwEQYJKoZIhvcNAQUDBAQE
                AAAABBEAAAAAAAAAAAAAAAAAAAAAAA==
                -----END ENCRYPTED PRIVATE KEY-----
                """;

        Map<String, Attempt> attempts = new LinkedHashMap<>();
        attempts.put("the key is that of another certificate", of(good, other.getPrivate()));
        attempts.put("the RSA key has 1024 bits", of(pem(issuer.issue(weak.getPublic())), weak.getPrivate()));
        attempts.put("the key is of type", of(pem(issuer.issue(foreign.getPublic())), foreign.getPrivate()));
        attempts.put("the certificate expired at", of(pem(certificate(HOST, SERVER, SIGN, -1)), keys.getPrivate()));
        attempts.put("the certificate is not valid before", of(pem(early.issue(keys.getPublic())), keys.getPrivate()));
        attempts.put(
                "the issuer's certificate CN=issuer",
                of(pem(expired.issue(keys.getPublic()), expired.certificate), keys.getPrivate()));
        attempts.put("the certificate names no host", of(pem(certificate(null, SERVER, SIGN, 9)), keys.getPrivate()));
        attempts.put(
                "the certificate is not for servers",
                of(pem(certificate(HOST, KeyPurposeId.id_kp_clientAuth, SIGN, 9)), keys.getPrivate()));
        attempts.put(
                "the certificate's key usage lacks digitalSignature",
                of(pem(certificate(HOST, SERVER, KeyUsage.keyAgreement, 9)), keys.getPrivate()));
        attempts.put("the chain holds no certificate", of("", keys.getPrivate()));
        attempts.put("the chain is not readable as PEM", of(good.substring(0, 300), keys.getPrivate()));
        attempts.put("the key holds no private key", manager -> manager.installPem(good, good.toCharArray()));
        attempts.put("the key is locked by a password", manager -> manager.installPem(good, locked.toCharArray()));
        attempts.put("the chain has 262145 characters", of("x".repeat(262_145), keys.getPrivate()));
        attempts.put("the key has 262145 characters", manager -> manager.installPem(good, new char[262_145]));

        for (Map.Entry<String, Attempt> attempt : attempts.entrySet()) {
            assertRefused(
                    Reason.INVALID, attempt.getKey(), () -> attempt.getValue().by(gateway.manager()));
        }
        assertThat(certificates.server()).isSameAs(before);
        assertThat(gateway.contents()).isEqualTo(files);
    }

    private static final String HOST = Issuer.HOST;
    private static final KeyPurposeId SERVER = KeyPurposeId.id_kp_serverAuth;
    private static final int SIGN = KeyUsage.digitalSignature;

    private X509Certificate certificate(@Nullable String host, KeyPurposeId purpose, int uses, int days)
            throws Exception {
        return issuer.issue(keys.getPublic(), host, purpose, uses, Duration.ofDays(days));
    }

    @Test
    public void removalShouldBringTheOwnOneBack() throws Exception {
        gateway.start(Map.of());
        ServerCertificate own = gateway.manager().inForce();
        assertRefused(Reason.NOTHING_INSTALLED, "no certificate is installed", gateway.manager()::remove);
        install();

        assertThat(gateway.manager().remove()).isEqualTo(own);
        assertThat(gateway.tls().resolve("installed.pem")).doesNotExist();
        gateway.start(Map.of());
        assertThat(gateway.manager().inForce()).isEqualTo(own);
    }

    @Test
    public void configuredFilesShouldTakePrecedence() throws Exception {
        gateway.start(Map.of());
        install();
        Path foreign = gateway.foreignFiles("EC");
        gateway.start(Map.of(
                "certificateFile", foreign.resolve("server.pem").toString(),
                "privateKeyFile", foreign.resolve("server.key").toString()));

        assertThat(gateway.manager().inForce().source()).isEqualTo(Source.FILES);
        assertThat(gateway.manager().inForce().names()).containsExactly("foreign.example");
        assertRefused(Reason.FILES_CONFIGURED, "certificateFile of org.letterlock.certificates", this::install);
        assertRefused(Reason.FILES_CONFIGURED, "certificateFile", gateway.manager()::remove);
        assertThat(gateway.tls().resolve("installed.pem")).exists();
    }

    @Test
    public void damagedInstalledFileShouldNotStopTheGateway() throws Exception {
        gateway.start(Map.of());
        install();
        gateway.stop();
        Files.writeString(gateway.tls().resolve("installed.pem"), "-----BEGIN CERTIFICATE-----\njunk");

        Certificates certificates = gateway.start(Map.of());

        assertThat(gateway.manager().inForce().source()).isEqualTo(Source.OWN);
        assertThat(certificates.status().refused()).contains("dataDirectory", "installed.pem");
        gateway.manager().remove();
        assertThat(certificates.status().refused()).isEmpty();
    }

    @Test
    public void whatCannotBeStoredShouldNotBeServed() throws Exception {
        Certificates certificates = gateway.start(Map.of());
        SSLContext before = certificates.server();
        Path inTheWay = gateway.tls().resolve("installed.pem");
        Files.createDirectories(inTheWay.resolve("full"));

        assertRefused(Reason.UNAVAILABLE, "the certificate cannot be stored", this::install);

        assertThat(certificates.server()).isSameAs(before);
        try (Stream<Path> files = Files.list(gateway.tls())) {
            assertThat(files)
                    .as("no key is left behind")
                    .noneMatch(file -> file.toString().endsWith(".tmp"));
        }
    }

    @Test
    public void listenersShouldBeToldOfEachChangeOnce() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        LiveMaterial material =
                new LiveMaterial(gateway.settings(Map.of()), gateway.clock, now -> told.add(name(now.certificate())));
        X509Certificate certificate = issuer.issue(keys.getPublic());
        KeyMaterial key = new KeyMaterial(keys.getPrivate(), List.of(certificate));

        material.install(key);
        material.check();
        material.check();
        material.install(key);
        material.remove();

        assertThat(told).containsExactly("CN=" + Issuer.HOST, "CN=" + Gateway.HOST);
    }

    @Test
    public void ownCertificateShouldBeKeptUpBehindAnInstalledOne() throws Exception {
        gateway.start(Map.of());
        install();
        X509Certificate old = gateway.certificate("server.pem");
        gateway.clock.advance(Duration.between(
                gateway.clock.instant(), old.getNotAfter().toInstant().minus(Duration.ofDays(30))));

        await().until(() -> !gateway.certificate("server.pem").equals(old));

        assertThat(gateway.manager().inForce().source()).isEqualTo(Source.INSTALLED);
    }

    private interface Attempt {
        Object by(CertificateManager manager) throws Exception;
    }

    private interface Act {
        Object run() throws Exception;
    }

    private static Attempt of(String chain, PrivateKey key) {
        return manager -> manager.installPem(chain, key(key));
    }

    private static void assertRefused(Reason reason, String message, Act act) {
        CertificateManagerException e = catchThrowableOfType(CertificateManagerException.class, act::run);
        assertThat(e).as(message).isNotNull();
        assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
        assertThat(e.getMessage()).contains(message).doesNotContain("\n");
    }

    private ServerCertificate install() throws Exception {
        return gateway.manager()
                .installPem(pem(issuer.issue(keys.getPublic()), issuer.certificate), key(keys.getPrivate()));
    }

    /** A client that knows the root alone. */
    private void assertServed(Certificates certificates) throws Exception {
        Path root = gateway.folder().resolve("root.pem");
        Files.writeString(root, Pem.certificate(issuer.root));
        try (TlsListener listener = new TlsListener(certificates)) {
            SSLContext client = TlsListener.clientTrusting(root);
            assertThat(listener.handshake(client, Issuer.HOST, "TLSv1.3").isValid())
                    .isTrue();
            assertThat(listener.handshake(client, Issuer.HOST, "TLSv1.2").isValid())
                    .isTrue();
        }
    }

    private byte[] pkcs12(Map<String, PrivateKey> privateKeys) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        Certificate[] chain = {issuer.issue(keys.getPublic()), issuer.certificate};
        store.setCertificateEntry("authority", issuer.certificate);
        for (Map.Entry<String, PrivateKey> each : new HashMap<>(privateKeys).entrySet()) {
            store.setKeyEntry(each.getKey(), each.getValue(), PASSWORD, chain);
        }
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        store.store(octets, PASSWORD);
        return octets.toByteArray();
    }

    private static String pem(X509Certificate... certificates) throws Exception {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            text.append(Pem.certificate(certificate));
        }
        return text.toString();
    }

    private static char[] key(PrivateKey key) throws Exception {
        return Pem.privateKey(key).toCharArray();
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }
}
