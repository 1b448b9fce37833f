package org.letterlock.transport.mina.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.letterlock.transport.api.CertificateStatus;
import org.letterlock.transport.api.TlsContexts;

/** A certificate for localhost, made by the JDK's keytool, and the two ends that use it. */
final class TestTls implements TlsContexts {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final TestTls INSTANCE = new TestTls(List.of("TLSv1.3", "TLSv1.2"));

    private final List<String> protocols;
    private final SSLContext context;
    private final SSLContext asking;
    private final SSLContext anonymous;

    private TestTls(List<String> protocols) {
        this.protocols = protocols;
        try {
            KeyStore keys = keys();
            context = context(keys, true);
            asking = context(keys, true);
            anonymous = context(keys, false);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static TestTls get() {
        return INSTANCE;
    }

    static TestTls only(String protocol) {
        return new TestTls(List.of(protocol));
    }

    @Override
    public SSLContext server() {
        return context;
    }

    @Override
    public SSLContext serverAskingClients() {
        return asking;
    }

    @Override
    public SSLContext client() {
        return anonymous;
    }

    @Override
    public List<String> clientNames(SSLSession session) {
        try {
            return List.of(session.getPeerPrincipal().getName());
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    @Override
    public CertificateStatus status() {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> protocols() {
        return protocols;
    }

    SSLEngine client(String host) {
        SSLEngine engine = context.createSSLEngine(host, 1);
        engine.setUseClientMode(true);
        return engine;
    }

    SSLSocketFactory clientSockets() {
        return context.getSocketFactory();
    }

    /** A client that has no certificate. */
    SSLSocketFactory anonymousClient() {
        return anonymous.getSocketFactory();
    }

    private static KeyStore keys() throws IOException, GeneralSecurityException {
        Path folder = Files.createTempDirectory("letterlock-tls");
        Path file = folder.resolve("keys.p12");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try {
            keytool(file);
            try (InputStream in = Files.newInputStream(file)) {
                keys.load(in, PASSWORD);
            }
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
        return keys;
    }

    private static SSLContext context(KeyStore keys, boolean withKey) throws GeneralSecurityException {
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
        keyManagers.init(keys, PASSWORD);
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
        trustManagers.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                withKey ? keyManagers.getKeyManagers() : new KeyManager[0], trustManagers.getTrustManagers(), null);
        return context;
    }

    private static void keytool(Path file) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "localhost",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!Files.exists(file)) {
            throw new IOException(output);
        }
    }
}
