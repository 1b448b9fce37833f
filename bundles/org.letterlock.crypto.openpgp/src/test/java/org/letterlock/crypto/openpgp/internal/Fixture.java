package org.letterlock.crypto.openpgp.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.crypto.api.EscrowCertificate;
import org.letterlock.crypto.api.MailboxKeys.NewKey;
import org.letterlock.crypto.api.MailboxPublicKey;
import org.letterlock.crypto.api.MessageSealer;
import org.letterlock.crypto.api.Sealing;
import org.letterlock.crypto.api.UnlockedKey;

/** One mailbox with a cheap lock, and a sealer with a clock of its own. */
final class Fixture {

    static final char[] PASSWORD = "correct horse battery staple".toCharArray();
    static final Settings CHEAP = new Settings(3, Duration.ofSeconds(10), 10, 1, 1, Duration.ofMillis(50));

    final AtomicLong nanoTime = new AtomicLong();
    final SecureRandom random = new SecureRandom();
    final SessionKeys sessions =
            new SessionKeys(CHEAP.sessionKeyMaxMessages(), CHEAP.sessionKeyMaxAge(), random, nanoTime::get);
    final OpenedEnvelopes envelopes = new OpenedEnvelopes(CHEAP.sessionKeyMaxAge(), nanoTime::get);
    final MessageSealer sealer = new OpenPgpSealer(sessions, envelopes, random, Clock.systemUTC());
    final LockedKeys keys = new LockedKeys(CHEAP, random, Clock.systemUTC());
    final NewKey mailbox;
    final UnlockedKey unlocked;

    Fixture() throws CryptoException {
        mailbox = keys.create(PASSWORD);
        unlocked = keys.unlock(mailbox.lockedKey(), PASSWORD).orElseThrow();
    }

    /** A sealer that shares nothing with others. */
    static OpenPgpSealer freshSealer(SecureRandom random) {
        Duration maxAge = Duration.ofSeconds(10);
        return new OpenPgpSealer(
                new SessionKeys(1_000, maxAge, random, System::nanoTime),
                new OpenedEnvelopes(maxAge, System::nanoTime),
                random,
                Clock.systemUTC());
    }

    byte[] seal(byte[] mail) throws CryptoException {
        return seal(sealer, mailbox.publicKey(), mail, mail.length);
    }

    SessionKeys.Recipients recipients() {
        return new SessionKeys.Recipients(mailbox.publicKey(), null);
    }

    byte[] open(byte[] sealed) throws IOException {
        return open(sealer, unlocked, sealed);
    }

    byte[] seal(@Nullable EscrowCertificate escrow, byte[] mail) throws CryptoException {
        return seal(sealer.seal(mailbox.publicKey(), escrow), mail, 5_000);
    }

    static byte[] seal(MessageSealer sealer, MailboxPublicKey key, byte[] mail, int step) throws CryptoException {
        return seal(sealer.seal(key), mail, step);
    }

    static byte[] seal(Sealing sealing, byte[] mail, int step) throws CryptoException {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        sealInParts(sealing, mail, step).forEach(part -> write(part, sealed));
        return sealed.toByteArray();
    }

    static List<ByteBuffer> sealInParts(MessageSealer sealer, MailboxPublicKey key, byte[] mail, int step)
            throws CryptoException {
        return sealInParts(sealer.seal(key), mail, step);
    }

    private static List<ByteBuffer> sealInParts(Sealing sealing, byte[] mail, int step) throws CryptoException {
        List<ByteBuffer> parts = new ArrayList<>();
        for (int at = 0; at < mail.length; at += step) {
            sealing.update(ByteBuffer.wrap(mail, at, Math.min(step, mail.length - at)), parts::add);
        }
        sealing.finish(parts::add);
        return parts;
    }

    static byte[] open(MessageSealer sealer, UnlockedKey key, byte[] sealed) throws IOException {
        try (InputStream in = sealer.open(key, new ByteArrayInputStream(sealed))) {
            return in.readAllBytes();
        }
    }

    static byte[] mail(int octets) {
        byte[] mail = new byte[octets];
        new Random(octets).nextBytes(mail);
        return mail;
    }

    private static void write(ByteBuffer part, ByteArrayOutputStream out) {
        byte[] octets = new byte[part.remaining()];
        part.get(octets);
        out.writeBytes(octets);
    }
}
