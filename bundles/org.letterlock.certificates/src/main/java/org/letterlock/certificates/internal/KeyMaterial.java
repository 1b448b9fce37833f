package org.letterlock.certificates.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;

/**
 * A private key and its certificate, checked to fit.
 *
 * @param chain the server's certificate, then each one's issuer
 */
record KeyMaterial(PrivateKey key, List<X509Certificate> chain) {

    private static final byte[] PROBE = {1, 2, 3};

    static KeyMaterial read(Path certificateFile, Path keyFile) throws UnusableFileException {
        List<X509Certificate> chain = Pem.readCertificates(certificateFile);
        PrivateKey key = Pem.readPrivateKey(keyFile);
        for (int i = 1; i < chain.size(); i++) {
            if (!chain.get(i - 1).getIssuerX500Principal().equals(chain.get(i).getSubjectX500Principal())) {
                throw new UnusableFileException(
                        certificateFile,
                        "holds certificates out of order: the server's must be first, then each one's issuer",
                        null);
            }
        }
        try {
            if (!fits(key, chain.get(0))) {
                throw new UnusableFileException(keyFile, "holds the key of another certificate", null);
            }
        } catch (UnusableMaterialException e) {
            throw new UnusableFileException(keyFile, String.valueOf(e.getMessage()), e);
        }
        return new KeyMaterial(key, chain);
    }

    /** Whether a key, which must be of a type that can be used, is a certificate's. */
    static boolean fits(PrivateKey key, X509Certificate certificate) throws UnusableMaterialException {
        return fits(key, certificate, signatureAlgorithm(key));
    }

    private static String signatureAlgorithm(PrivateKey key) throws UnusableMaterialException {
        return switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default ->
                throw new UnusableMaterialException(
                        "holds a key of type " + key.getAlgorithm() + "; RSA and EC can be used", null);
        };
    }

    private static boolean fits(PrivateKey key, X509Certificate certificate, String algorithm) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (InvalidKeyException | SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks " + algorithm, e);
        }
    }

    X509Certificate certificate() {
        return chain.get(0);
    }

    /** All of it in one text, the certificates first, as {@link #read} reads it from one file. */
    String toPem() {
        try {
            StringBuilder text = new StringBuilder();
            for (X509Certificate certificate : chain) {
                text.append(Pem.certificate(certificate));
            }
            return text.append(Pem.privateKey(key)).toString();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("what was read can be written", e);
        }
    }

    /** A context for the server side; the trust manager sees what clients send, where they are asked. */
    SSLContext serverContext(Settings settings, TrustManager... clients) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            char[] password = {};
            store.setKeyEntry("server", key, password, chain.toArray(new X509Certificate[0]));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), clients, null);
            SSLSessionContext sessions = context.getServerSessionContext();
            sessions.setSessionCacheSize(settings.sessionCacheEntries());
            sessions.setSessionTimeout(settings.sessionTimeoutSeconds());
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JDK cannot serve TLS with a checked key", e);
        }
    }

    @Override
    public String toString() {
        return "KeyMaterial[" + certificate().getSubjectX500Principal() + "]";
    }
}
