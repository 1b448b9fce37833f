package org.letterlock.certificates.internal;

import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What one reading of the files made.
 *
 * @param server the context of listeners that do not ask clients for a certificate
 * @param askingClients that of those that do; of its own, so that no session of the one is resumed on the other, without
 *     having been asked or with what nobody asked for
 * @param clients whom clients' certificates are believed
 * @param client the context of connections that the gateway begins
 * @param own whether the gateway's own authority issued the certificate
 */
record Material(
        X509Certificate certificate,
        SSLContext server,
        SSLContext askingClients,
        ClientTrust clients,
        SSLContext client,
        boolean own) {

    static Material read(Settings settings, @Nullable OwnCertificate own) throws UnusableFileException {
        KeyMaterial key = KeyMaterial.read(settings.certificateFile(), settings.privateKeyFile());
        return new Material(
                key.certificate(),
                key.serverContext(settings),
                key.serverContext(settings, ClientTrust.verifiesLater()),
                ClientTrust.of(settings.clientCaFile()),
                ServerTrust.context(settings),
                own != null && own.isMadeHere(key.certificate()));
    }
}
