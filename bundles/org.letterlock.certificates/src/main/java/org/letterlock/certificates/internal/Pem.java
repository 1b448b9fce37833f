package org.letterlock.certificates.internal;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** Keys and certificates as text (RFC 7468). */
final class Pem {

    private Pem() {}

    /** The certificates of a file, at least one. */
    static List<X509Certificate> readCertificates(Path file) throws UnusableFileException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            for (Object object : objects(file)) {
                if (object instanceof X509CertificateHolder holder) {
                    certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
                }
            }
        } catch (CertificateException e) {
            throw new UnusableFileException(file, "holds a damaged certificate", e);
        }
        if (certificates.isEmpty()) {
            throw new UnusableFileException(file, "holds no certificate in PEM form", null);
        }
        return certificates;
    }

    /** The first private key of a file. */
    static PrivateKey readPrivateKey(Path file) throws UnusableFileException {
        try {
            for (Object object : objects(file)) {
                if (object instanceof PrivateKeyInfo key) {
                    return javaKey(key);
                }
                if (object instanceof PEMKeyPair pair) {
                    return javaKey(pair.getPrivateKeyInfo());
                }
                if (object instanceof PEMEncryptedKeyPair || object instanceof PKCS8EncryptedPrivateKeyInfo) {
                    throw new UnusableFileException(
                            file,
                            "is locked by a password; store the key without one, readable by its owner only",
                            null);
                }
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new UnusableFileException(file, "holds a damaged private key", e);
        }
        throw new UnusableFileException(file, "holds no private key in PEM form", null);
    }

    /**
     * A key of the JDK's own where it knows the type: Bouncy Castle's converter asks all providers of the process, and
     * another bundle may have added Bouncy Castle there, whose EC keys go by another name.
     */
    private static PrivateKey javaKey(PrivateKeyInfo key) throws IOException, GeneralSecurityException {
        ASN1ObjectIdentifier type = key.getPrivateKeyAlgorithm().getAlgorithm();
        String name = X9ObjectIdentifiers.id_ecPublicKey.equals(type)
                ? "EC"
                : PKCSObjectIdentifiers.rsaEncryption.equals(type) ? "RSA" : null;
        return name == null
                ? new JcaPEMKeyConverter().getPrivateKey(key)
                : KeyFactory.getInstance(name).generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
    }

    static String certificate(X509CertificateHolder certificate) throws IOException {
        return text("CERTIFICATE", certificate.getEncoded());
    }

    static String privateKey(PrivateKey key) throws IOException {
        return text("PRIVATE KEY", key.getEncoded());
    }

    private static String text(String type, byte[] octets) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, octets));
        }
        return text.toString();
    }

    private static List<Object> objects(Path file) throws UnusableFileException {
        List<Object> objects = new ArrayList<>();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
                PEMParser parser = new PEMParser(reader)) {
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                objects.add(object);
            }
        } catch (NoSuchFileException e) {
            throw new UnusableFileException(file, "does not exist", e);
        } catch (AccessDeniedException e) {
            throw new UnusableFileException(file, "may not be read", e);
        } catch (IOException | RuntimeException e) {
            // Bouncy Castle's parser throws unchecked exceptions of many types too
            throw new UnusableFileException(file, "is not readable as PEM", e);
        }
        return objects;
    }
}
