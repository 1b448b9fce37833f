package org.letterlock.crypto.openpgp.internal;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.crypto.api.EscrowCertificate;
import org.letterlock.crypto.api.MailboxPublicKey;

/**
 * The session keys in use, one per mailbox that gets mail right now (two around a change of its escrow). RFC 9580, section 13.8, allows a session key to serve
 * many mails, since the salt of each gives it a key of its own; that takes X25519 off the way of most mails.
 */
final class SessionKeys {

    /** Mailboxes beyond these get a session key per mail. */
    static final int MAX_MAILBOXES = 10_000;

    private final Map<Recipients, MailboxSession> sessions = new ConcurrentHashMap<>();
    private final int maxMessages;
    private final long maxAgeNanos;
    private final SecureRandom random;
    private final LongSupplier nanoTime;

    SessionKeys(int maxMessages, Duration maxAge, SecureRandom random, LongSupplier nanoTime) {
        this.maxMessages = maxMessages;
        this.maxAgeNanos = maxAge.toNanos();
        this.random = random;
        this.nanoTime = nanoTime;
    }

    /** Whom a mailbox's mails are sealed to. */
    record Recipients(MailboxPublicKey mailbox, @Nullable EscrowCertificate escrow) {

        private List<Recipient> read() throws CryptoException {
            Recipient first = Recipient.of(mailbox);
            return escrow == null ? List.of(first) : List.of(first, Recipient.of(escrow));
        }
    }

    /** The session of a mailbox. */
    MailboxSession of(Recipients recipients) throws CryptoException {
        MailboxSession session = sessions.get(recipients);
        if (session != null) {
            return session;
        }
        MailboxSession made = new MailboxSession(recipients.read(), maxMessages, maxAgeNanos, random, nanoTime);
        if (sessions.size() >= MAX_MAILBOXES) {
            return made;
        }
        MailboxSession other = sessions.putIfAbsent(recipients, made);
        return other == null ? made : other;
    }

    /** Overwrites and forgets the keys whose time is over. To be called now and then. */
    void dropExpired() {
        sessions.values().removeIf(MailboxSession::dropIfExpired);
    }

    /** Overwrites and forgets all keys. */
    void dropAll() {
        sessions.values().forEach(MailboxSession::drop);
        sessions.clear();
    }

    /** How many mailboxes have a session. */
    int size() {
        return sessions.size();
    }
}
