package org.letterlock.crypto.openpgp.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.bcpg.BCPGOutputStream;
import org.bouncycastle.bcpg.PacketFormat;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.S2K;
import org.bouncycastle.bcpg.SecretKeyPacket;
import org.bouncycastle.bcpg.X25519SecretBCPGKey;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPrivateKey;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.bc.BcPGPSecretKeyRing;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.jspecify.annotations.Nullable;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.crypto.api.LockedKey;
import org.letterlock.crypto.api.MailboxKeys;
import org.letterlock.crypto.api.UnlockedKey;

/** Makes and unlocks keys, a limited number at a time: each run of Argon2id takes a core and much memory. */
final class LockedKeys implements MailboxKeys {

    /** A damaged or forged key could ask for any cost. */
    static final int MAX_PASSES = 32;

    static final int MAX_MEMORY_EXPONENT = 18;

    private static final String DAMAGED = "a locked mailbox key is damaged";

    private final KeyMaker maker;
    private final Semaphore runs;
    private final Duration maxWait;
    private final Clock clock;

    LockedKeys(Settings settings, SecureRandom random, Clock clock) {
        maker = new KeyMaker(settings.argon2MemoryExponent(), settings.argon2Passes(), random);
        runs = new Semaphore(settings.argon2MaxParallelRuns(), true);
        maxWait = settings.argon2MaxWait();
        this.clock = clock;
    }

    @Override
    public NewKey create(char[] password) throws CryptoException {
        waitForTurn();
        try {
            return maker.make(password, Date.from(clock.instant()));
        } catch (PGPException | IOException e) {
            throw permanent("a mailbox key cannot be made", e);
        } finally {
            runs.release();
        }
    }

    @Override
    public Optional<UnlockedKey> unlock(LockedKey key, char[] password) throws CryptoException {
        PGPSecretKey subkey = encryptionSubkey(parts(key));
        requireKnownLock(subkey);
        waitForTurn();
        try {
            return open(subkey, password).map(opened -> new UnlockedKey(subkey.getFingerprint(), x25519(opened)));
        } catch (PGPException e) {
            throw permanent(DAMAGED, e);
        } finally {
            runs.release();
        }
    }

    @Override
    public Optional<LockedKey> relock(LockedKey key, char[] current, char[] next) throws CryptoException {
        BcPGPSecretKeyRing parts = parts(key);
        for (PGPSecretKey part : parts) {
            requireKnownLock(part);
        }
        waitForTurn();
        try {
            ByteArrayOutputStream relocked = new ByteArrayOutputStream();
            try (BCPGOutputStream out = new BCPGOutputStream(relocked, PacketFormat.CURRENT)) {
                for (PGPSecretKey part : parts) {
                    Optional<PGPPrivateKey> opened = open(part, current);
                    if (opened.isEmpty()) {
                        return Optional.empty();
                    }
                    maker.lock(opened.get(), part.getPublicKey(), part.isMasterKey(), next)
                            .encode(out);
                }
            }
            LockedKey result = new LockedKey(relocked.toByteArray());
            requireSameSecret(encryptionSubkey(parts), current, encryptionSubkey(parts(result)), next);
            return Optional.of(result);
        } catch (PGPException | IOException e) {
            throw permanent("a mailbox key cannot be locked again", e);
        } finally {
            runs.release();
        }
    }

    /** Whoever asked erases the old lock: a new one that does not open would cost every mail. */
    private static void requireSameSecret(PGPSecretKey old, char[] current, PGPSecretKey relocked, char[] next)
            throws PGPException, CryptoException {
        Optional<byte[]> before = open(old, current).map(LockedKeys::x25519);
        Optional<byte[]> after = open(relocked, next).map(LockedKeys::x25519);
        if (before.isEmpty() || after.isEmpty() || !MessageDigest.isEqual(before.get(), after.get())) {
            throw permanent("a mailbox key did not open under its new lock", null);
        }
    }

    /** One run of Argon2id; empty if the password is wrong. */
    private static Optional<PGPPrivateKey> open(PGPSecretKey part, char[] password) throws PGPException {
        try {
            return Optional.of(part.extractPrivateKey(
                    new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider()).build(password)));
        } catch (PGPException e) {
            if (e.getCause() instanceof InvalidCipherTextException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static byte[] x25519(PGPPrivateKey subkey) {
        return ((X25519SecretBCPGKey) subkey.getPrivateKeyDataPacket()).getKey();
    }

    private static BcPGPSecretKeyRing parts(LockedKey key) throws CryptoException {
        try {
            return new BcPGPSecretKeyRing(key.encoded());
        } catch (PGPException | IOException | RuntimeException e) {
            // Bouncy Castle's parser throws unchecked exceptions of many types too
            throw permanent(DAMAGED, e);
        }
    }

    private static PGPSecretKey encryptionSubkey(BcPGPSecretKeyRing parts) throws CryptoException {
        for (PGPSecretKey candidate : parts) {
            if (candidate.getPublicKey().getAlgorithm() == PublicKeyAlgorithmTags.X25519) {
                return candidate;
            }
        }
        throw permanent("a locked mailbox key has no encryption subkey", null);
    }

    private static void requireKnownLock(PGPSecretKey key) throws CryptoException {
        S2K s2k = key.getS2K();
        if (key.getS2KUsage() != SecretKeyPacket.USAGE_AEAD
                || s2k.getType() != S2K.ARGON_2
                || s2k.getPasses() > MAX_PASSES
                || s2k.getParallelism() != 1
                || s2k.getMemorySizeExponent() > MAX_MEMORY_EXPONENT) {
            throw permanent("a mailbox key is locked in an unknown way, or is damaged", null);
        }
    }

    private void waitForTurn() throws CryptoException {
        try {
            if (runs.tryAcquire(maxWait.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new CryptoException(CryptoException.Kind.TRANSIENT, "too many passwords are being tried now", null);
    }

    private static CryptoException permanent(String message, @Nullable Exception cause) {
        return new CryptoException(CryptoException.Kind.PERMANENT, message, cause);
    }
}
