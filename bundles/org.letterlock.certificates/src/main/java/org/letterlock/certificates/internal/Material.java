package org.letterlock.certificates.internal;

import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.letterlock.certificates.api.ServerCertificate.Source;

/**
 * What one reading of the files made.
 *
 * @param source where the certificate comes from
 * @param chain the certificate, then each one's issuer
 * @param server the context of listeners that do not ask clients for a certificate
 * @param askingClients that of those that do; of its own, so that no session of the one is resumed on the other, without
 *     having been asked or with what nobody asked for
 * @param clients whom clients' certificates are believed
 * @param client the context of connections that the gateway begins
 * @param own whether the gateway's own authority issued the certificate
 */
record Material(
        Source source,
        List<X509Certificate> chain,
        SSLContext server,
        SSLContext askingClients,
        ClientTrust clients,
        SSLContext client,
        boolean own) {

    static Material read(Settings settings, ServedFiles files, @Nullable OwnCertificate own)
            throws UnusableFileException {
        return of(settings, files.source(), KeyMaterial.read(files.certificateFile(), files.keyFile()), own);
    }

    static Material of(Settings settings, Source source, KeyMaterial key, @Nullable OwnCertificate own)
            throws UnusableFileException {
        return new Material(
                source,
                key.chain(),
                key.serverContext(settings),
                key.serverContext(settings, ClientTrust.verifiesLater()),
                ClientTrust.of(settings.clientCaFile()),
                ServerTrust.context(settings),
                own != null && own.isMadeHere(key.certificate()));
    }

    X509Certificate certificate() {
        return chain.get(0);
    }
}
