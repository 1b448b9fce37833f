package org.letterlock.certificates.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Authorities whose certificates are believed: the JDK's, and a file's. */
final class Authorities {

    private Authorities() {}

    /** The JDK's verification by its own trust roots and, if there is a file, those in it. */
    static X509ExtendedTrustManager trusting(@Nullable Path file) throws UnusableFileException {
        List<X509Certificate> added = file == null ? List.of() : Pem.readCertificates(file);
        try {
            KeyStore roots = KeyStore.getInstance("PKCS12");
            roots.load(null, null);
            for (X509Certificate root : trustManager(null).getAcceptedIssuers()) {
                roots.setCertificateEntry("jdk-" + roots.size(), root);
            }
            for (X509Certificate root : added) {
                roots.setCertificateEntry("file-" + roots.size(), root);
            }
            return trustManager(roots);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JDK has no usable trust roots", e);
        }
    }

    private static X509ExtendedTrustManager trustManager(@Nullable KeyStore roots) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(roots);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("no X.509 trust manager"));
    }
}
