package org.letterlock.crypto.openpgp.internal;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.crypto.api.MailboxPublicKey;

/**
 * The session keys in use, one per mailbox that gets mail right now. RFC 9580, section 13.8, allows a session key to serve
 * many mails, since the salt of each gives it a key of its own; that takes X25519 off the way of most mails.
 */
final class SessionKeys {

    /** Mailboxes beyond these get a session key per mail. */
    static final int MAX_MAILBOXES = 10_000;

    private final Map<MailboxPublicKey, MailboxSession> sessions = new ConcurrentHashMap<>();
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

    /** The sessions of a mailbox. */
    MailboxSession of(MailboxPublicKey key) throws CryptoException {
        MailboxSession session = sessions.get(key);
        if (session != null) {
            return session;
        }
        MailboxSession made = new MailboxSession(Recipient.of(key), maxMessages, maxAgeNanos, random, nanoTime);
        if (sessions.size() >= MAX_MAILBOXES) {
            return made;
        }
        MailboxSession other = sessions.putIfAbsent(key, made);
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
