package org.letterlock.crypto.openpgp.internal;

import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.X25519PublicBCPGKey;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.jspecify.annotations.Nullable;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.crypto.api.EscrowCertificate;
import org.letterlock.crypto.api.MailboxPublicKey;

/**
 * The encryption subkey of a mailbox's key or of an escrow certificate.
 *
 * @param fingerprint its fingerprint
 * @param point its X25519 public key
 */
record Recipient(byte[] fingerprint, byte[] point) {

    /** Reads it, and checks that the key whose fingerprint people compare vouches for it. */
    static Recipient of(MailboxPublicKey key) throws CryptoException {
        return of("a mailbox's public key", key.encoded(), key.fingerprint());
    }

    /** Reads it, and checks that the key whose fingerprint people compare vouches for it. */
    static Recipient of(EscrowCertificate certificate) throws CryptoException {
        return of("an escrow certificate", certificate.encoded(), certificate.fingerprint());
    }

    private static Recipient of(String what, byte[] encoded, byte[] fingerprint) throws CryptoException {
        try {
            PGPPublicKeyRing ring = new PGPPublicKeyRing(encoded, new BcKeyFingerprintCalculator());
            PGPPublicKey primary = ring.getPublicKey();
            if (!Arrays.equals(primary.getFingerprint(), fingerprint)) {
                throw unusable(what, "it has another fingerprint", null);
            }
            for (PGPPublicKey subkey : ring) {
                if (subkey.getAlgorithm() == PublicKeyAlgorithmTags.X25519 && isBound(subkey, primary)) {
                    X25519PublicBCPGKey material =
                            (X25519PublicBCPGKey) subkey.getPublicKeyPacket().getKey();
                    return new Recipient(subkey.getFingerprint(), material.getKey());
                }
            }
            throw unusable(what, "it has no encryption subkey", null);
        } catch (IOException | PGPException | RuntimeException e) {
            // Bouncy Castle's parser throws unchecked exceptions of many types too
            throw unusable(what, "it cannot be read", e);
        }
    }

    private static boolean isBound(PGPPublicKey subkey, PGPPublicKey primary) throws PGPException {
        Iterator<PGPSignature> bindings = subkey.getSignaturesOfType(PGPSignature.SUBKEY_BINDING);
        while (bindings.hasNext()) {
            PGPSignature binding = bindings.next();
            binding.init(new BcPGPContentVerifierBuilderProvider(), primary);
            if (binding.verifyCertification(primary, subkey)) {
                return true;
            }
        }
        return false;
    }

    private static CryptoException unusable(String what, String reason, @Nullable Exception cause) {
        return new CryptoException(CryptoException.Kind.PERMANENT, what + " cannot be used: " + reason, cause);
    }
}
