package org.letterlock.crypto.openpgp.internal;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.crypto.api.MailboxPublicKey;
import org.letterlock.crypto.api.MessageSealer;
import org.letterlock.crypto.api.Sealing;
import org.letterlock.crypto.api.UnlockedKey;

/** Seals and opens mails. */
final class OpenPgpSealer implements MessageSealer {

    private final SessionKeys sessions;
    private final OpenedEnvelopes envelopes;
    private final Pool<ChunkCipher> ciphers;

    OpenPgpSealer(SessionKeys sessions, OpenedEnvelopes envelopes, SecureRandom random) {
        this.sessions = sessions;
        this.envelopes = envelopes;
        this.ciphers = new Pool<>(() -> new ChunkCipher(random));
    }

    @Override
    public Sealing seal(MailboxPublicKey recipient) throws CryptoException {
        return new OpenPgpSealing(sessions.of(recipient), ciphers);
    }

    @Override
    public InputStream open(UnlockedKey key, InputStream sealed) throws IOException {
        return new OpenedMail(key, sealed, envelopes, ciphers);
    }

    @Override
    public String recipient(MailboxPublicKey key) throws CryptoException {
        return HexFormat.of().formatHex(Recipient.of(key).fingerprint());
    }

    @Override
    public Set<String> recipients(InputStream sealed) throws IOException {
        PacketInputStream envelope = new PacketInputStream(sealed, KeyEnvelope.TAG);
        return Set.of(HexFormat.of().formatHex(KeyEnvelope.recipient(envelope.readNBytes(KeyEnvelope.BODY_OCTETS))));
    }

    /** Forgets secrets whose time is over. To be called now and then. */
    void dropExpired() {
        sessions.dropExpired();
        envelopes.dropExpired();
    }

    /** Forgets all secrets. */
    void dropAll() {
        sessions.dropAll();
        envelopes.dropAll();
    }
}
