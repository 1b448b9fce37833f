package org.letterlock.alarms.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.letterlock.settings.SettingException;

/** Whom receivers' certificates are trusted from. */
final class Trust {

    private Trust() {}

    /**
     * Java's authorities and some more.
     *
     * @param caFile PEM file of those, null for none
     */
    static SSLContext of(@Nullable Path caFile) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (X509Certificate authority : javasOwn()) {
                store.setCertificateEntry(
                        authority.getSubjectX500Principal() + " " + authority.getSerialNumber(), authority);
            }
            if (caFile != null) {
                add(store, caFile);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new SettingException(Alarms.PID, "caFile", caFile + " cannot be read: " + e.getMessage());
        }
    }

    private static X509Certificate[] javasOwn() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509.getAcceptedIssuers();
            }
        }
        return new X509Certificate[0];
    }

    private static void add(KeyStore store, Path caFile) throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(caFile)) {
            int number = 0;
            for (Certificate authority : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("caFile " + number++, authority);
            }
            if (number == 0) {
                throw new IOException("it holds no certificate");
            }
        }
    }
}
