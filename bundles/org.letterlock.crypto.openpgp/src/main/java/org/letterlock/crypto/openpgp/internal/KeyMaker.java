package org.letterlock.crypto.openpgp.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Date;
import org.bouncycastle.bcpg.AEADAlgorithmTags;
import org.bouncycastle.bcpg.BCPGOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PacketFormat;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.bcpg.S2K;
import org.bouncycastle.bcpg.SymmetricKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.Features;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.bcpg.sig.PreferredAEADCiphersuites;
import org.bouncycastle.crypto.AsymmetricCipherKeyPairGenerator;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.generators.X25519KeyPairGenerator;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.crypto.params.X25519KeyGenerationParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.PBESecretKeyEncryptor;
import org.bouncycastle.openpgp.operator.bc.BcAEADSecretKeyEncryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;
import org.letterlock.crypto.api.LockedKey;
import org.letterlock.crypto.api.MailboxKeys.NewKey;
import org.letterlock.crypto.api.MailboxPublicKey;

/**
 * Makes version 6 keys (RFC 9580, sections 5.5.2 and 10.1.1): an Ed25519 primary key that certifies, with its direct key
 * signature, and an X25519 subkey that mails are encrypted to. A user id is not needed in version 6, and a mailbox's name
 * can change, so there is none.
 */
final class KeyMaker {

    private static final int VERSION = 6;

    private final int memoryExponent;
    private final int passes;
    private final SecureRandom random;

    KeyMaker(int memoryExponent, int passes, SecureRandom random) {
        this.memoryExponent = memoryExponent;
        this.passes = passes;
        this.random = random;
    }

    NewKey make(char[] password, Date created) throws PGPException, IOException {
        AsymmetricCipherKeyPairGenerator signing = new Ed25519KeyPairGenerator();
        signing.init(new Ed25519KeyGenerationParameters(random));
        AsymmetricCipherKeyPairGenerator encrypting = new X25519KeyPairGenerator();
        encrypting.init(new X25519KeyGenerationParameters(random));
        PGPKeyPair primary =
                new BcPGPKeyPair(VERSION, PublicKeyAlgorithmTags.Ed25519, signing.generateKeyPair(), created);
        PGPKeyPair subkey = new BcPGPKeyPair(
                        VERSION, PublicKeyAlgorithmTags.X25519, encrypting.generateKeyPair(), created)
                .asSubkey(new BcKeyFingerprintCalculator());

        PGPPublicKey certified = PGPPublicKey.addCertification(primary.getPublicKey(), directSignature(primary));
        PGPPublicKey bound = PGPPublicKey.addCertification(subkey.getPublicKey(), binding(primary, subkey));

        ByteArrayOutputStream publicKey = new ByteArrayOutputStream();
        try (BCPGOutputStream out = new BCPGOutputStream(publicKey, PacketFormat.CURRENT)) {
            certified.encode(out);
            bound.encode(out);
        }
        ByteArrayOutputStream lockedKey = new ByteArrayOutputStream();
        try (BCPGOutputStream out = new BCPGOutputStream(lockedKey, PacketFormat.CURRENT)) {
            lock(primary.getPrivateKey(), certified, true, password).encode(out);
            lock(subkey.getPrivateKey(), bound, false, password).encode(out);
        }
        return new NewKey(
                new MailboxPublicKey(publicKey.toByteArray(), certified.getFingerprint()),
                new LockedKey(lockedKey.toByteArray()));
    }

    private PGPSignature directSignature(PGPKeyPair primary) throws PGPException {
        PGPSignatureSubpacketGenerator subpackets = subpackets(primary, KeyFlags.CERTIFY_OTHER);
        subpackets.setFeature(true, (byte) (Features.FEATURE_MODIFICATION_DETECTION | Features.FEATURE_SEIPD_V2));
        subpackets.setPreferredAEADCiphersuites(PreferredAEADCiphersuites.builder(false)
                .addCombination(SymmetricKeyAlgorithmTags.AES_256, AEADAlgorithmTags.GCM)
                .addCombination(SymmetricKeyAlgorithmTags.AES_256, AEADAlgorithmTags.OCB));
        subpackets.setPreferredSymmetricAlgorithms(false, new int[] {SymmetricKeyAlgorithmTags.AES_256});
        subpackets.setPreferredHashAlgorithms(false, new int[] {HashAlgorithmTags.SHA512, HashAlgorithmTags.SHA256});
        PGPSignatureGenerator signature = signature(PGPSignature.DIRECT_KEY, primary, subpackets);
        return signature.generateCertification(primary.getPublicKey());
    }

    private PGPSignature binding(PGPKeyPair primary, PGPKeyPair subkey) throws PGPException {
        PGPSignatureSubpacketGenerator subpackets =
                subpackets(primary, KeyFlags.ENCRYPT_COMMS | KeyFlags.ENCRYPT_STORAGE);
        PGPSignatureGenerator signature = signature(PGPSignature.SUBKEY_BINDING, primary, subpackets);
        return signature.generateCertification(primary.getPublicKey(), subkey.getPublicKey());
    }

    private static PGPSignatureSubpacketGenerator subpackets(PGPKeyPair issuer, int keyFlags) {
        PGPSignatureSubpacketGenerator subpackets = new PGPSignatureSubpacketGenerator();
        subpackets.setSignatureCreationTime(true, issuer.getPublicKey().getCreationTime());
        subpackets.setIssuerFingerprint(true, issuer.getPublicKey());
        subpackets.setKeyFlags(true, keyFlags);
        return subpackets;
    }

    private PGPSignatureGenerator signature(int type, PGPKeyPair issuer, PGPSignatureSubpacketGenerator subpackets)
            throws PGPException {
        PGPSignatureGenerator signature = new PGPSignatureGenerator(
                new BcPGPContentSignerBuilder(PublicKeyAlgorithmTags.Ed25519, HashAlgorithmTags.SHA512)
                        .setSecureRandom(random),
                issuer.getPublicKey());
        signature.init(type, issuer.getPrivateKey());
        signature.setHashedSubpackets(subpackets.generate());
        return signature;
    }

    /** Locks the secret part. OCB, since every program for RFC 9580 must know it (section 9.6). */
    PGPSecretKey lock(PGPPrivateKey privateKey, PGPPublicKey publicKey, boolean primary, char[] password)
            throws PGPException {
        PublicKeyPacket packet = publicKey.getPublicKeyPacket();
        PBESecretKeyEncryptor encryptor = new BcAEADSecretKeyEncryptorBuilder(
                        AEADAlgorithmTags.OCB,
                        SymmetricKeyAlgorithmTags.AES_256,
                        new S2K.Argon2Params(passes, 1, memoryExponent, random))
                .setSecureRandom(random)
                .build(password, packet);
        return new PGPSecretKey(privateKey, publicKey, null, primary, encryptor);
    }
}
