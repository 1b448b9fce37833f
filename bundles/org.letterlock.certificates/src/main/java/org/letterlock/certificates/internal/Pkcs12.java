package org.letterlock.certificates.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;

/**
 * What a PKCS#12 file (RFC 7292) holds.
 *
 * @param key its one private key
 * @param certificates all of its certificates
 */
record Pkcs12(PrivateKey key, Set<X509Certificate> certificates) {

    /** The password is another one. */
    static final class WrongPasswordException extends Exception {

        private static final long serialVersionUID = 1L;

        WrongPasswordException(Throwable cause) {
            super(cause);
        }
    }

    static Pkcs12 read(byte[] octets, char[] password) throws UnusableMaterialException, WrongPasswordException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(octets), password);
            List<PrivateKey> keys = new ArrayList<>();
            Set<X509Certificate> certificates = new LinkedHashSet<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.getKey(alias, password) instanceof PrivateKey key) {
                    keys.add(Pem.javaKey(PrivateKeyInfo.getInstance(key.getEncoded())));
                }
                addAll(certificates, store.getCertificateChain(alias));
                addAll(certificates, store.getCertificate(alias));
            }
            if (keys.size() != 1) {
                throw new UnusableMaterialException(
                        "holds " + (keys.isEmpty() ? "no private key" : keys.size() + " private keys; one is wanted"),
                        null);
            }
            return new Pkcs12(keys.get(0), certificates);
        } catch (UnrecoverableKeyException e) {
            throw new WrongPasswordException(e);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw new WrongPasswordException(e);
            }
            // the JDK's reader throws unchecked exceptions of many types too
            throw new UnusableMaterialException("is not readable as PKCS#12", e);
        }
    }

    private static void addAll(Set<X509Certificate> certificates, Certificate... added) {
        if (added != null) {
            for (Certificate each : added) {
                if (each instanceof X509Certificate certificate) {
                    certificates.add(certificate);
                }
            }
        }
    }

    @Override
    public String toString() {
        return "Pkcs12[" + certificates.size() + " certificates]";
    }
}
