package org.letterlock.certificates.internal;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes the private authority's and the server's certificate (RFC 5280). */
final class CertificateMaker {

    private static final Duration AUTHORITY_LIFE = Duration.ofDays(3_650);
    /** Clients refuse server certificates that live longer than 398 days, some than 397. */
    private static final Duration SERVER_LIFE = Duration.ofDays(396);
    /** For clients whose clock is slow. */
    private static final Duration BACKDATING = Duration.ofHours(1);

    private static final int SERIAL_BITS = 127;
    private static final int MAX_COMMON_NAME = 64;
    private static final int NAME_OCTETS_OF_KEY_ID = 4;

    private final SecureRandom random = new SecureRandom();

    PrivateKey newKey() {
        return EcKeys.newPair().getPrivate();
    }

    X509CertificateHolder authority(PrivateKey key, Instant now) throws IOException {
        SubjectPublicKeyInfo publicKey = publicKeyOf(key);
        byte[] keyId = extensions().createSubjectKeyIdentifier(publicKey).getKeyIdentifier();
        // with the key in its name, the authorities of two gateways cannot be mixed up by a client that knows both
        X500Name name = name("Letterlock authority " + HexFormat.of().formatHex(keyId, 0, NAME_OCTETS_OF_KEY_ID));
        X509v3CertificateBuilder certificate = builder(name, name, publicKey, now, now.plus(AUTHORITY_LIFE));
        certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        certificate.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        return sign(certificate, key);
    }

    X509CertificateHolder server(
            PrivateKey key,
            Collection<GeneralName> names,
            String mainName,
            X509Certificate authority,
            PrivateKey authorityKey,
            Instant now)
            throws IOException, GeneralSecurityException {
        X509CertificateHolder issuer = new JcaX509CertificateHolder(authority);
        Instant end = now.plus(SERVER_LIFE);
        Instant authorityEnd = authority.getNotAfter().toInstant();
        X509v3CertificateBuilder certificate = builder(
                name(mainName.length() <= MAX_COMMON_NAME ? mainName : "Letterlock"),
                issuer.getSubject(),
                publicKeyOf(key),
                now,
                end.isBefore(authorityEnd) ? end : authorityEnd);
        certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        certificate.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        certificate.addExtension(
                Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        certificate.addExtension(
                Extension.authorityKeyIdentifier, false, extensions().createAuthorityKeyIdentifier(issuer));
        certificate.addExtension(
                Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(new GeneralName[0])));
        return sign(certificate, authorityKey);
    }

    private X509v3CertificateBuilder builder(
            X500Name subject, X500Name issuer, SubjectPublicKeyInfo publicKey, Instant now, Instant end)
            throws IOException {
        X509v3CertificateBuilder certificate = new X509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1),
                Date.from(now.minus(BACKDATING)),
                Date.from(end),
                subject,
                publicKey);
        certificate.addExtension(
                Extension.subjectKeyIdentifier, false, extensions().createSubjectKeyIdentifier(publicKey));
        return certificate;
    }

    private static X509CertificateHolder sign(X509v3CertificateBuilder certificate, PrivateKey key) throws IOException {
        String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        try {
            return certificate.build(new JcaContentSignerBuilder(algorithm).build(key));
        } catch (OperatorCreationException e) {
            throw new IOException("a certificate cannot be signed with this key", e);
        }
    }

    private static JcaX509ExtensionUtils extensions() {
        try {
            return new JcaX509ExtensionUtils();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks SHA-1 for key identifiers", e);
        }
    }

    private static X500Name name(String commonName) {
        return new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
    }

    /** So that a private key is all that has to be stored. */
    static SubjectPublicKeyInfo publicKeyOf(PrivateKey key) throws IOException {
        AsymmetricKeyParameter secret = PrivateKeyFactory.createKey(key.getEncoded());
        if (secret instanceof ECPrivateKeyParameters ec) {
            return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(new ECPublicKeyParameters(
                    ec.getParameters().getG().multiply(ec.getD()).normalize(), ec.getParameters()));
        }
        if (secret instanceof RSAPrivateCrtKeyParameters rsa) {
            return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(
                    new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent()));
        }
        throw new IOException("a certificate can be made for an RSA or EC key only, not " + key.getAlgorithm());
    }
}
