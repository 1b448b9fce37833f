package org.letterlock.crypto.openpgp.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.crypto.api.MailboxKeys.NewKey;
import org.letterlock.crypto.api.MessageSealer;
import org.letterlock.crypto.api.Sealing;
import org.letterlock.crypto.api.UnlockedKey;

/** How fast one thread seals, opens and unlocks; run by hand. */
final class SealBench {

    private static final long ROUND_NANOS = 1_000_000_000L;
    private static final int ROUNDS = 6;

    private long consumed;

    private interface Work {
        void run() throws CryptoException, IOException;
    }

    private SealBench() {}

    public static void main(String[] args) throws CryptoException, IOException {
        new SealBench().run();
    }

    private void run() throws CryptoException, IOException {
        SecureRandom random = new SecureRandom();
        MessageSealer sealer = Fixture.freshSealer(random);
        LockedKeys keys = new LockedKeys(
                new Settings(1_000, Duration.ofSeconds(10), 15, 2, 1, Duration.ofSeconds(1)),
                random,
                Clock.systemUTC());
        NewKey key = keys.create(Fixture.PASSWORD);
        UnlockedKey unlocked = keys.unlock(key.lockedKey(), Fixture.PASSWORD).orElseThrow();
        for (int octets : new int[] {4 << 10, 50 << 10, 1 << 20}) {
            byte[] mail = Fixture.mail(octets);
            measure("seal", octets, () -> seal(sealer, key, mail));
            byte[] sealed = Fixture.seal(sealer, key.publicKey(), mail, 16 << 10);
            byte[] buffer = new byte[16 << 10];
            measure("open", octets, () -> open(sealer, unlocked, sealed, buffer));
        }
        measure("unlock", 1, () -> keys.unlock(key.lockedKey(), Fixture.PASSWORD));
    }

    private void seal(MessageSealer sealer, NewKey key, byte[] mail) throws CryptoException {
        Sealing sealing = sealer.seal(key.publicKey());
        for (int at = 0; at < mail.length; at += 16 << 10) {
            sealing.update(
                    ByteBuffer.wrap(mail, at, Math.min(16 << 10, mail.length - at)),
                    part -> consumed += part.remaining());
        }
        sealing.finish(part -> consumed += part.remaining());
    }

    private void open(MessageSealer sealer, UnlockedKey key, byte[] sealed, byte[] buffer) throws IOException {
        try (InputStream in = sealer.open(key, new ByteArrayInputStream(sealed))) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                consumed += count;
            }
        }
    }

    private static void measure(String what, int octets, Work work) throws CryptoException, IOException {
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            long runs = 0;
            while (System.nanoTime() - start < ROUND_NANOS) {
                work.run();
                runs++;
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%s %d octets: %.0f/s, %.0f MB/s%n",
                    what,
                    octets,
                    runs / seconds,
                    runs * (double) octets / seconds / 1e6);
        }
    }
}
