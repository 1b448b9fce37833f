package org.letterlock.crypto.openpgp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.bcpg.S2K;
import org.bouncycastle.bcpg.SecretKeyPacket;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPSecretKey;
import org.bouncycastle.openpgp.api.OpenPGPKey;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPApi;
import org.bouncycastle.openpgp.bc.BcPGPSecretKeyRing;
import org.junit.Test;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.crypto.api.LockedKey;

public class LockedKeysTest {

    private final Fixture fixture;

    public LockedKeysTest() throws CryptoException {
        fixture = new Fixture();
    }

    @Test
    public void keyShouldStayLockedWhenThePasswordIsWrong() throws CryptoException {
        LockedKey key = fixture.mailbox.lockedKey();
        assertThat(fixture.keys.unlock(key, "correct horse battery stapl".toCharArray()))
                .isEmpty();
        assertThat(fixture.keys.unlock(key, new char[0])).isEmpty();
        assertThat(fixture.keys.unlock(key, Fixture.PASSWORD)).isPresent();
    }

    @Test
    public void passwordShouldBeReadAsUtf8() throws CryptoException, IOException, PGPException {
        char[] password = "Schlüssel \uD83D\uDD11".toCharArray();
        LockedKey key = fixture.keys.create(password).lockedKey();
        assertThat(fixture.keys.unlock(key, password)).isPresent();
        OpenPGPKey read = new BcOpenPGPApi().readKeyOrCertificate().parseKey(key.encoded());
        assertThat(read.getPrimarySecretKey().unlock(password)).isNotNull();
    }

    @Test
    public void relockedKeyShouldBeTheSameUnderTheNewPasswordOnly() throws CryptoException, IOException {
        LockedKey old = fixture.mailbox.lockedKey();
        char[] next = "another one".toCharArray();

        LockedKey relocked = fixture.keys.relock(old, Fixture.PASSWORD, next).orElseThrow();

        assertThat(fixture.keys.unlock(relocked, Fixture.PASSWORD)).isEmpty();
        assertThat(fixture.keys.unlock(relocked, next)).hasValueSatisfying(unlocked -> {
            assertThat(unlocked.secret()).isEqualTo(fixture.unlocked.secret());
            assertThat(unlocked.fingerprint()).isEqualTo(fixture.unlocked.fingerprint());
        });
        assertThat(fixture.keys.unlock(old, Fixture.PASSWORD)).isPresent();
        assertThat(publicPart(relocked)).isEqualTo(publicPart(old));
    }

    @Test
    public void otherProgramShouldOpenBothPartsOfARelockedKey() throws CryptoException, IOException, PGPException {
        char[] next = "another one".toCharArray();
        LockedKey relocked = fixture.keys
                .relock(fixture.mailbox.lockedKey(), Fixture.PASSWORD, next)
                .orElseThrow();
        OpenPGPKey read = new BcOpenPGPApi().readKeyOrCertificate().parseKey(relocked.encoded());
        assertThat(read.getPrimaryKey().isBoundAt(Date.from(Instant.now()))).isTrue();
        assertThat(read.getSecretKeys()).hasSize(2);
        for (OpenPGPKey.OpenPGPSecretKey part : read.getSecretKeys().values()) {
            assertThat(part.unlock(next)).isNotNull();
        }
    }

    @Test
    public void nothingShouldBeRelockedWhenThePasswordIsWrong() throws CryptoException {
        assertThat(fixture.keys.relock(fixture.mailbox.lockedKey(), "wrong".toCharArray(), "next".toCharArray()))
                .isEmpty();
    }

    @Test
    public void truncatedKeyShouldNotBeRelocked() {
        LockedKey cut = new LockedKey(Arrays.copyOf(fixture.mailbox.lockedKey().encoded(), 300));
        assertThatThrownBy(() -> fixture.keys.relock(cut, Fixture.PASSWORD, "next".toCharArray()))
                .isInstanceOfSatisfying(
                        CryptoException.class, e -> assertThat(e.kind()).isEqualTo(CryptoException.Kind.PERMANENT));
    }

    private static byte[] publicPart(LockedKey key) throws IOException {
        return new BcOpenPGPApi()
                .readKeyOrCertificate()
                .parseKey(key.encoded())
                .toCertificate()
                .getPGPPublicKeyRing()
                .getEncoded();
    }

    @Test
    public void keyShouldBeVersion6WithBothPartsLockedByArgon2id() throws IOException, PGPException {
        Iterator<PGPSecretKey> keys =
                new BcPGPSecretKeyRing(fixture.mailbox.lockedKey().encoded()).iterator();
        for (int i = 0; i < 2; i++) {
            PGPSecretKey key = keys.next();
            assertThat(key.getPublicKey().getVersion()).isEqualTo(6);
            assertThat(key.getS2KUsage()).isEqualTo(SecretKeyPacket.USAGE_AEAD);
            assertThat(key.getS2K().getType()).isEqualTo(S2K.ARGON_2);
            assertThat(key.getS2K().getMemorySizeExponent()).isEqualTo(Fixture.CHEAP.argon2MemoryExponent());
        }
        assertThat(keys.hasNext()).isFalse();
    }

    @Test
    public void otherProgramShouldFindAValidKey() throws IOException {
        OpenPGPKey key = new BcOpenPGPApi()
                .readKeyOrCertificate()
                .parseKey(fixture.mailbox.lockedKey().encoded());
        assertThat(key.getPrimaryKey().isBoundAt(Date.from(Instant.now()))).isTrue();
        assertThat(key.getEncryptionKeys()).hasSize(1);
        assertThat(key.getEncryptionKeys().get(0).getKeyIdentifier().getFingerprint())
                .isEqualTo(fixture.unlocked.fingerprint());
        assertThat(key.getPrimaryKey().getKeyIdentifier().getFingerprint())
                .isEqualTo(fixture.mailbox.publicKey().fingerprint());
    }

    /** Whatever is damaged: refused as damaged or not opened, never a wrong key and no other failure. */
    @Test
    public void damagedKeyShouldNotOpen() throws CryptoException {
        byte[] locked = fixture.mailbox.lockedKey().encoded();
        for (int at = 0; at < locked.length; at++) {
            byte[] damaged = locked.clone();
            damaged[at] ^= 1;
            try {
                fixture.keys
                        .unlock(new LockedKey(damaged), Fixture.PASSWORD)
                        .ifPresent(opened -> assertThat(opened.secret()).isEqualTo(fixture.unlocked.secret()));
            } catch (CryptoException e) {
                assertThat(e.kind()).isEqualTo(CryptoException.Kind.PERMANENT);
            }
        }
    }

    @Test
    public void truncatedKeyShouldBeRefused() {
        byte[] locked = fixture.mailbox.lockedKey().encoded();
        LockedKey cut = new LockedKey(Arrays.copyOf(locked, 300));
        assertThatThrownBy(() -> fixture.keys.unlock(cut, Fixture.PASSWORD))
                .isInstanceOfSatisfying(
                        CryptoException.class, e -> assertThat(e.kind()).isEqualTo(CryptoException.Kind.PERMANENT));
    }

    @Test
    public void waitingShouldEndWhenItIsNoOnesTurnForTooLong() throws Exception {
        Settings slow = new Settings(1, Duration.ofSeconds(1), 14, 20, 1, Duration.ofMillis(1));
        LockedKeys keys = new LockedKeys(slow, fixture.random, Clock.systemUTC());
        CountDownLatch started = new CountDownLatch(1);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread first = new Thread(() -> {
            started.countDown();
            try {
                keys.create(Fixture.PASSWORD);
            } catch (CryptoException e) {
                failure.set(e);
            }
        });
        first.start();
        started.await();
        await().until(() -> first.getState() == Thread.State.RUNNABLE);
        assertThatThrownBy(() -> {
                    while (first.isAlive()) {
                        keys.unlock(fixture.mailbox.lockedKey(), Fixture.PASSWORD);
                    }
                })
                .isInstanceOfSatisfying(
                        CryptoException.class, e -> assertThat(e.kind()).isEqualTo(CryptoException.Kind.TRANSIENT));
        first.join();
        assertThat(failure.get()).isNull();
    }
}
