package org.letterlock.certificates.internal;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** Checks a key and certificates that somebody wants to be served, completely, before anything is replaced. */
final class Upload {

    private static final Set<String> TYPES = Set.of("RSA", "EC");
    private static final int MIN_RSA_BITS = 2_048;
    private static final int DIGITAL_SIGNATURE = 0;

    private static final List<String> FOR_SERVERS =
            List.of(KeyPurposeId.id_kp_serverAuth.getId(), KeyPurposeId.anyExtendedKeyUsage.getId());

    private Upload() {}

    /**
     * Makes material of what was given.
     *
     * @param certificates the one of this key and those of its issuers in any order; others are left out
     * @throws UnusableMaterialException if clients would refuse it; the message begins with what of it
     */
    static KeyMaterial checked(PrivateKey key, Collection<X509Certificate> certificates, Instant now)
            throws UnusableMaterialException {
        List<X509Certificate> others = new ArrayList<>(certificates);
        if (!TYPES.contains(key.getAlgorithm())) {
            throw new UnusableMaterialException(
                    "the key is of type " + key.getAlgorithm() + "; RSA and EC can be used", null);
        }
        if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
            throw new UnusableMaterialException(
                    "the RSA key has " + rsa.getModulus().bitLength() + " bits; " + MIN_RSA_BITS + " are needed", null);
        }
        X509Certificate certificate = certificateOf(key, others);
        others.removeIf(certificate::equals);
        checkUse(certificate);
        List<X509Certificate> chain = new ArrayList<>(List.of(certificate));
        checkDates("the certificate", certificate, now);
        for (Optional<X509Certificate> issuer = takeIssuer(certificate, others);
                issuer.isPresent();
                issuer = takeIssuer(issuer.get(), others)) {
            checkDates("the issuer's certificate " + issuer.get().getSubjectX500Principal(), issuer.get(), now);
            chain.add(issuer.get());
        }
        return new KeyMaterial(key, List.copyOf(chain));
    }

    private static X509Certificate certificateOf(PrivateKey key, List<X509Certificate> certificates)
            throws UnusableMaterialException {
        for (X509Certificate certificate : certificates) {
            if (KeyMaterial.fits(key, certificate)) {
                return certificate;
            }
        }
        throw new UnusableMaterialException("the key is that of another certificate", null);
    }

    private static void checkUse(X509Certificate certificate) throws UnusableMaterialException {
        boolean[] uses = certificate.getKeyUsage();
        if (uses != null && !uses[DIGITAL_SIGNATURE]) {
            throw new UnusableMaterialException(
                    "the certificate's key usage lacks digitalSignature, without which TLS cannot use it", null);
        }
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            if (purposes != null && FOR_SERVERS.stream().noneMatch(purposes::contains)) {
                throw new UnusableMaterialException("the certificate is not for servers (extended key usage)", null);
            }
        } catch (CertificateParsingException e) {
            throw new UnusableMaterialException("the certificate's extended key usage cannot be read", e);
        }
        if (CertificateNames.alternatives(certificate).isEmpty()) {
            throw new UnusableMaterialException(
                    "the certificate names no host: it has no subject alternative name that is a DNS name or an IP address",
                    null);
        }
    }

    private static void checkDates(String what, X509Certificate certificate, Instant now)
            throws UnusableMaterialException {
        Instant begin = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        if (now.isAfter(end)) {
            throw new UnusableMaterialException(what + " expired at " + end, null);
        }
        if (now.isBefore(begin)) {
            throw new UnusableMaterialException(what + " is not valid before " + begin, null);
        }
    }

    private static Optional<X509Certificate> takeIssuer(X509Certificate certificate, List<X509Certificate> others) {
        for (Iterator<X509Certificate> each = others.iterator(); each.hasNext(); ) {
            X509Certificate other = each.next();
            if (isIssuedBy(certificate, other) && !other.equals(certificate)) {
                each.remove();
                return Optional.of(other);
            }
        }
        return Optional.empty();
    }

    private static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
