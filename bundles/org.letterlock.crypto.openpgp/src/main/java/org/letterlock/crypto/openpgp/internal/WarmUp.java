package org.letterlock.crypto.openpgp.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.crypto.api.MailboxKeys;
import org.letterlock.crypto.api.MessageSealer;
import org.letterlock.crypto.api.Sealing;
import org.letterlock.crypto.api.UnlockedKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals and opens mails to nobody until the JVM has compiled the way: before that, AES-GCM is 50 to 100 times slower than
 * after, which the first senders would feel.
 */
final class WarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    private static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);
    private static final int SMALL = 4 * 1024;
    private static final int LARGE = 200 * 1024;
    private static final int SMALL_PER_LARGE = 20;

    private final MessageSealer sealer;
    private final MailboxKeys keys;

    WarmUp(MessageSealer sealer, MailboxKeys keys) {
        this.sealer = sealer;
        this.keys = keys;
    }

    void run(BooleanSupplier stopped) {
        long start = System.nanoTime();
        int rounds = 0;
        try {
            char[] password = "warm-up".toCharArray();
            MailboxKeys.NewKey key = keys.create(password);
            Optional<UnlockedKey> unlocked = keys.unlock(key.lockedKey(), password);
            if (unlocked.isPresent()) {
                try (UnlockedKey opener = unlocked.get()) {
                    long loopStart = System.nanoTime();
                    while (!stopped.getAsBoolean() && System.nanoTime() - loopStart < MAX_NANOS) {
                        sealAndOpen(key, opener, rounds++ % SMALL_PER_LARGE == 0 ? LARGE : SMALL);
                    }
                }
            }
        } catch (CryptoException | IOException e) {
            LOG.warn("sealing could not be warmed up, the first mails will be slow: {}", e.toString());
            return;
        }
        LOG.info("sealing warmed up rounds={} millis={}", rounds, (System.nanoTime() - start) / 1_000_000);
    }

    private void sealAndOpen(MailboxKeys.NewKey key, UnlockedKey opener, int octets)
            throws CryptoException, IOException {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream(octets + SMALL);
        Sealing sealing = sealer.seal(key.publicKey());
        sealing.update(
                ByteBuffer.allocate(octets), part -> sealed.write(part.array(), part.arrayOffset(), part.remaining()));
        sealing.finish(part -> sealed.write(part.array(), part.arrayOffset(), part.remaining()));
        try (InputStream mail = sealer.open(opener, new ByteArrayInputStream(sealed.toByteArray()))) {
            mail.transferTo(OutputStream.nullOutputStream());
        }
    }
}
