package org.letterlock.crypto.api;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Makes and unlocks mailbox keys. The sealing bundle registers it; mailboxes use it. Thread-safe. Each call computes an
 * Argon2id hash (RFC 9106): 50 to 100 ms of one core and some tens of MiB, a limited number at a time, so callers block
 * and must not be I/O threads.
 */
@ProviderType
public interface MailboxKeys {

    /**
     * Makes a key pair and locks its private part.
     *
     * @param password the lock; read, not kept
     * @return both parts
     * @throws CryptoException if no key can be made now
     */
    NewKey create(char[] password) throws CryptoException;

    /**
     * Unlocks a private key. A wrong password takes as long as the right one.
     *
     * @param key the locked key
     * @param password the password to try; read, not kept
     * @return the raw key, empty if the password does not open the lock
     * @throws CryptoException if the key is damaged, or no attempt can be made now
     */
    Optional<UnlockedKey> unlock(LockedKey key, char[] password) throws CryptoException;

    /**
     * Locks a private key under another password. The key pair stays the same, and so does what it opens; the locked key
     * that was given is not touched. A wrong password takes as long as in {@link #unlock}, the right one some six times that.
     *
     * @param key the locked key
     * @param current the password that opens it; read, not kept
     * @param next the password of the new lock; read, not kept
     * @return the key under its new lock, which was tried; empty if the current password does not open the old one
     * @throws CryptoException if the key is damaged, or cannot be locked now
     */
    Optional<LockedKey> relock(LockedKey key, char[] current, char[] next) throws CryptoException;

    /**
     * A new key pair.
     *
     * @param publicKey what mails are sealed to
     * @param lockedKey what opens them, with the password
     */
    record NewKey(MailboxPublicKey publicKey, LockedKey lockedKey) {}
}
