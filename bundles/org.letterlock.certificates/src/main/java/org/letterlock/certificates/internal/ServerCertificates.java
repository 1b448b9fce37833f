package org.letterlock.certificates.internal;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import org.letterlock.certificates.api.ServerCertificate;

/** Certificates as others see them. */
final class ServerCertificates {

    private static final int HEX = 16;

    private ServerCertificates() {}

    static ServerCertificate view(Material material) {
        X509Certificate certificate = material.certificate();
        return new ServerCertificate(
                material.source(),
                CertificateNames.all(certificate),
                material.chain().stream()
                        .map(each -> each.getSubjectX500Principal().getName())
                        .toList(),
                certificate.getIssuerX500Principal().getName(),
                certificate.getSerialNumber().toString(HEX),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                fingerprint(certificate));
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was read can be encoded and hashed", e);
        }
    }
}
