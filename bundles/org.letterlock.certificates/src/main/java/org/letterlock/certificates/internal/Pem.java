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
        try (Reader reader = open(file)) {
            return certificates(reader);
        } catch (UnusableMaterialException e) {
            throw new UnusableFileException(file, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new UnusableFileException(file, "cannot be read", e);
        }
    }

    /** The first private key of a file. */
    static PrivateKey readPrivateKey(Path file) throws UnusableFileException {
        try (Reader reader = open(file)) {
            return privateKey(reader);
        } catch (UnusableMaterialException e) {
            throw new UnusableFileException(file, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new UnusableFileException(file, "cannot be read", e);
        }
    }

    private static Reader open(Path file) throws UnusableFileException {
        try {
            return Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new UnusableFileException(file, "does not exist", e);
        } catch (AccessDeniedException e) {
            throw new UnusableFileException(file, "may not be read", e);
        } catch (IOException e) {
            throw new UnusableFileException(file, "cannot be read", e);
        }
    }

    /** The certificates of a text, at least one. */
    static List<X509Certificate> certificates(Reader text) throws UnusableMaterialException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            for (Object object : objects(text)) {
                if (object instanceof X509CertificateHolder holder) {
                    certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
                }
            }
        } catch (CertificateException e) {
            throw new UnusableMaterialException("holds a damaged certificate", e);
        }
        if (certificates.isEmpty()) {
            throw new UnusableMaterialException("holds no certificate in PEM form", null);
        }
        return certificates;
    }

    /** The first private key of a text. */
    static PrivateKey privateKey(Reader text) throws UnusableMaterialException {
        try {
            for (Object object : objects(text)) {
                if (object instanceof PrivateKeyInfo key) {
                    return javaKey(key);
                }
                if (object instanceof PEMKeyPair pair) {
                    return javaKey(pair.getPrivateKeyInfo());
                }
                if (object instanceof PEMEncryptedKeyPair || object instanceof PKCS8EncryptedPrivateKeyInfo) {
                    throw new UnusableMaterialException(
                            "is locked by a password; store the key without one, readable by its owner only", null);
                }
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new UnusableMaterialException("holds a damaged private key", e);
        }
        throw new UnusableMaterialException("holds no private key in PEM form", null);
    }

    /**
     * A key of the JDK's own where it knows the type: Bouncy Castle's converter asks all providers of the process, and
     * another bundle may have added Bouncy Castle there, whose EC keys go by another name.
     */
    static PrivateKey javaKey(PrivateKeyInfo key) throws IOException, GeneralSecurityException {
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

    static String certificate(X509Certificate certificate) throws GeneralSecurityException, IOException {
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

    private static List<Object> objects(Reader text) throws UnusableMaterialException {
        List<Object> objects = new ArrayList<>();
        // not closed: the reader is its owner's to close
        PEMParser parser = new PEMParser(text);
        try {
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                objects.add(object);
            }
        } catch (IOException | RuntimeException e) {
            // Bouncy Castle's parser throws unchecked exceptions of many types too
            throw new UnusableMaterialException("is not readable as PEM", e);
        }
        return objects;
    }
}
