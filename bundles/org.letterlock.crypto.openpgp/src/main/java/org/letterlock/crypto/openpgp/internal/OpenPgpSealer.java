package org.letterlock.crypto.openpgp.internal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.crypto.api.EscrowCertificate;
import org.letterlock.crypto.api.MailboxPublicKey;
import org.letterlock.crypto.api.MessageSealer;
import org.letterlock.crypto.api.Sealing;
import org.letterlock.crypto.api.UnlockedKey;

/** Seals and opens mails. */
final class OpenPgpSealer implements MessageSealer {

    private final SessionKeys sessions;
    private final OpenedEnvelopes envelopes;
    private final Pool<ChunkCipher> ciphers;
    private final Clock clock;

    OpenPgpSealer(SessionKeys sessions, OpenedEnvelopes envelopes, SecureRandom random, Clock clock) {
        this.sessions = sessions;
        this.envelopes = envelopes;
        this.clock = clock;
        this.ciphers = new Pool<>(() -> new ChunkCipher(random));
    }

    @Override
    public Sealing seal(MailboxPublicKey recipient, @Nullable EscrowCertificate escrow) throws CryptoException {
        return new OpenPgpSealing(sessions.of(new SessionKeys.Recipients(recipient, escrow)), ciphers);
    }

    @Override
    public EscrowCertificate escrow(byte[] certificate) throws CryptoException {
        return EscrowReader.read(certificate, Date.from(clock.instant()));
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
        Set<String> recipients = new LinkedHashSet<>();
        for (byte[] envelope : KeyEnvelopes.read(new BufferedInputStream(sealed, KeyEnvelopes.MAX_OCTETS + 1))) {
            recipients.add(HexFormat.of().formatHex(KeyEnvelope.recipient(envelope)));
        }
        return recipients;
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
