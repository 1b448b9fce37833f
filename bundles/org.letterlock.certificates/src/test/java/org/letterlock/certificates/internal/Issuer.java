package org.letterlock.certificates.internal;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** A root with an issuer below it, which issues what it is asked for. */
final class Issuer {

    static final String HOST = "mail.example.com";

    final X509Certificate root;
    final X509Certificate certificate;
    private final X500Name name;
    private final KeyPair keys = newKeys("EC", 256);
    private final Instant now;

    Issuer(Instant now, Duration life) throws Exception {
        this.now = now;
        X500Name rootName = new X500Name("CN=root " + System.nanoTime());
        KeyPair rootKeys = newKeys("RSA", 2048);
        name = new X500Name("CN=issuer " + System.nanoTime());
        root = authority(rootName, rootKeys, rootName, rootKeys.getPublic(), Duration.ofDays(3_000));
        certificate = authority(rootName, rootKeys, name, keys.getPublic(), life);
    }

    private X509Certificate authority(X500Name issuer, KeyPair issuerKeys, X500Name name, PublicKey key, Duration life)
            throws Exception {
        X509v3CertificateBuilder builder = builder(issuer, name, key, now.plus(life));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        return sign(builder, issuerKeys);
    }

    static KeyPair newKeys(String type, int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    /** A certificate that can be used. */
    X509Certificate issue(PublicKey key) throws Exception {
        return issue(key, HOST, KeyPurposeId.id_kp_serverAuth, KeyUsage.digitalSignature, Duration.ofDays(90));
    }

    X509Certificate issue(PublicKey key, @Nullable String host, KeyPurposeId purpose, int uses, Duration life)
            throws Exception {
        X509v3CertificateBuilder builder = builder(name, new X500Name("CN=" + HOST), key, now.plus(life));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(uses));
        if (host != null) {
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
        }
        return sign(builder, keys);
    }

    private X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, PublicKey key, Instant end) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(System.nanoTime()),
                Date.from(now.minus(Duration.ofDays(100))),
                Date.from(end),
                subject,
                key);
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair issuer) throws Exception {
        String algorithm = issuer.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(issuer.getPrivate())));
    }
}
