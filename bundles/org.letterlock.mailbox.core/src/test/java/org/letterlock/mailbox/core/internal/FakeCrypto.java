package org.letterlock.mailbox.core.internal;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.letterlock.crypto.api.BrokenSealException;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.crypto.api.EscrowCertificate;
import org.letterlock.crypto.api.LockedKey;
import org.letterlock.crypto.api.MailboxKeys;
import org.letterlock.crypto.api.MailboxPublicKey;
import org.letterlock.crypto.api.MessageSealer;
import org.letterlock.crypto.api.Sealing;
import org.letterlock.crypto.api.UnlockedKey;

/** Keys that are numbers, locks that hold the password, and a seal that is the number before the mail. */
final class FakeCrypto implements MailboxKeys, MessageSealer {

    final AtomicInteger unlocks = new AtomicInteger();
    private final AtomicInteger made = new AtomicInteger();

    @Override
    public NewKey create(char[] password) {
        byte[] raw = raw(made.incrementAndGet());
        return new NewKey(new MailboxPublicKey(raw, raw), lock(raw, password));
    }

    @Override
    public Optional<LockedKey> relock(LockedKey key, char[] current, char[] next) {
        return unlock(key, current).map(unlocked -> lock(unlocked.secret(), next));
    }

    private static LockedKey lock(byte[] raw, char[] password) {
        byte[] text = new String(password).getBytes(StandardCharsets.UTF_8);
        return new LockedKey(
                ByteBuffer.allocate(32 + text.length).put(raw).put(text).array());
    }

    @Override
    public Optional<UnlockedKey> unlock(LockedKey key, char[] password) {
        unlocks.incrementAndGet();
        byte[] locked = key.encoded();
        byte[] raw = Arrays.copyOf(locked, 32);
        String right = new String(locked, 32, locked.length - 32, StandardCharsets.UTF_8);
        return right.equals(new String(password)) ? Optional.of(new UnlockedKey(raw, raw)) : Optional.empty();
    }

    @Override
    public Sealing seal(MailboxPublicKey recipient, @Nullable EscrowCertificate escrow) {
        throw new UnsupportedOperationException("mailboxes seal nothing");
    }

    /** A certificate is any 32 octets. */
    @Override
    public EscrowCertificate escrow(byte[] certificate) throws CryptoException {
        if (certificate.length != 32) {
            throw new CryptoException(CryptoException.Kind.PERMANENT, "it has not 32 octets", null);
        }
        return new EscrowCertificate(certificate, certificate);
    }

    @Override
    public InputStream open(UnlockedKey key, InputStream sealed) throws IOException {
        byte[] octets = sealed.readAllBytes();
        if (!Arrays.equals(Arrays.copyOf(octets, 32), key.secret())) {
            throw new BrokenSealException("sealed to another key", null);
        }
        return new ByteArrayInputStream(octets, 32, octets.length - 32);
    }

    @Override
    public String recipient(MailboxPublicKey key) {
        return HexFormat.of().formatHex(key.fingerprint());
    }

    @Override
    public Set<String> recipients(InputStream sealed) throws IOException {
        byte[] key = sealed.readNBytes(32);
        if (key.length < 32) {
            throw new BrokenSealException("too short", null);
        }
        return Set.of(HexFormat.of().formatHex(key));
    }

    /** A sealer whose mails fail at the first read. */
    MessageSealer failing(IOException failure) {
        return new MessageSealer() {
            @Override
            public Sealing seal(MailboxPublicKey recipient, @Nullable EscrowCertificate escrow) {
                throw new UnsupportedOperationException("mailboxes seal nothing");
            }

            @Override
            public EscrowCertificate escrow(byte[] certificate) throws CryptoException {
                return FakeCrypto.this.escrow(certificate);
            }

            @Override
            public String recipient(MailboxPublicKey key) {
                return FakeCrypto.this.recipient(key);
            }

            @Override
            public Set<String> recipients(InputStream sealed) throws IOException {
                return FakeCrypto.this.recipients(sealed);
            }

            @Override
            public InputStream open(UnlockedKey key, InputStream sealed) {
                return new FilterInputStream(sealed) {
                    @Override
                    public int read(byte[] target, int offset, int length) throws IOException {
                        throw failure;
                    }
                };
            }
        };
    }

    /** What the sealed form of a text is. */
    static String sealed(MailboxPublicKey key, String text) {
        return new String(key.encoded(), StandardCharsets.ISO_8859_1) + text;
    }

    private static byte[] raw(int number) {
        byte[] raw = new byte[32];
        Arrays.fill(raw, (byte) number);
        return raw;
    }
}
