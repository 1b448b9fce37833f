package org.letterlock.certificates.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;

/** Keys on P-256, of which the private half is all that is stored. */
final class EcKeys {

    private EcKeys() {}

    static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks P-256", e);
        }
    }

    /** The pair whose private half lies in a file of a folder, a new one if there is no file. */
    static KeyPair readOrMake(Path folder, String name) throws IOException, UnusableFileException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            PrivateFiles.createFolder(folder);
            PrivateFiles.write(file, Pem.privateKey(newPair().getPrivate()));
        }
        PrivateKey key = Pem.readPrivateKey(file);
        try {
            byte[] publicKey = CertificateMaker.publicKeyOf(key).getEncoded();
            return new KeyPair(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(publicKey)), key);
        } catch (GeneralSecurityException | IOException e) {
            throw new UnusableFileException(file, "holds no key on P-256", e);
        }
    }
}
