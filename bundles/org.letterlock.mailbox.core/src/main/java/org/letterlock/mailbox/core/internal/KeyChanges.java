package org.letterlock.mailbox.core.internal;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.crypto.api.LockedKey;
import org.letterlock.crypto.api.MailboxKeys;
import org.letterlock.crypto.api.MailboxPublicKey;
import org.letterlock.mailbox.api.MailboxException;
import org.letterlock.mailbox.api.MailboxException.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes of mailboxes' keys and locks. One at a time: the caller sees to that. */
final class KeyChanges {

    /** Each is tried at each login. */
    static final int MAX_OLDER_KEYS = 4;

    private static final Logger LOG = LoggerFactory.getLogger(KeyChanges.class);

    private final KeyFiles keyFiles;
    private final Secrets secrets;
    private final States states;

    /** Where the mailboxes' states are. */
    interface States {
        /** Makes a state durable. */
        void store(Catalogue.Entry entry) throws MailboxException;

        /** Makes a durable state the one that counts. */
        void use(Catalogue.Entry entry);
    }

    KeyChanges(KeyFiles keyFiles, Secrets secrets, States states) {
        this.keyFiles = keyFiles;
        this.secrets = secrets;
        this.states = states;
    }

    /** Locks the current key under a new password. */
    String changePassword(MailboxKeys keys, Catalogue.Entry entry, char[] current) throws MailboxException {
        String password = secrets.password();
        List<String> names = entry.stored().lockedKeys();
        String old = names.get(0);
        try {
            Optional<LockedKey> relocked = keys.relock(keyFiles.read(old), current, password.toCharArray());
            if (relocked.isEmpty()) {
                throw wrongPassword(keys, entry, current);
            }
            String replacement = keyFiles.writeReplacement(relocked.get(), old);
            replace(entry, entry.stored().withLock(replacement), old, replacement);
        } catch (CryptoException | IOException e) {
            throw new MailboxException(Reason.UNAVAILABLE, "the password could not be changed: " + e.getMessage(), e);
        }
        LOG.info("mailbox={} password changed", entry.id());
        return password;
    }

    private MailboxException wrongPassword(MailboxKeys keys, Catalogue.Entry entry, char[] password)
            throws CryptoException, IOException {
        LOG.warn("mailbox={} not changed: the current password is wrong", entry.id());
        List<String> names = entry.stored().lockedKeys();
        for (String older : names.subList(1, names.size())) {
            var opened = keys.unlock(keyFiles.read(older), password);
            if (opened.isPresent()) {
                opened.get().close();
                return new MailboxException(
                        Reason.WRONG_PASSWORD,
                        "that is a password of " + entry.id() + " from before a reset; it cannot be changed any more",
                        null);
            }
        }
        return new MailboxException(Reason.WRONG_PASSWORD, "that is not the current password of " + entry.id(), null);
    }

    /** Puts a state that names a lock which was just written, in the place of another one if there is one. */
    private void replace(Catalogue.Entry entry, StoredMailbox changed, @Nullable String old, String replacement)
            throws MailboxException, IOException {
        put(entry, changed, replacement);
        try {
            if (old != null) {
                keyFiles.supersede(old, replacement);
            }
        } catch (IOException e) { // the new secret is the one that counts, and must be handed out
            LOG.error(
                    "mailbox={} the superseded lock is still there until the next start: {}", entry.id(), e.toString());
        }
    }

    /** Locks the current key under a recovery code as well. */
    String setRecoveryCode(MailboxKeys keys, Catalogue.Entry entry, char[] current) throws MailboxException {
        try {
            Recovery recovery = recovery(
                            keys, keyFiles.read(entry.stored().lockedKeys().get(0)), current)
                    .orElse(null);
            if (recovery == null) {
                throw wrongPassword(keys, entry, current);
            }
            String old = entry.stored().recoveryKey();
            String file = old == null
                    ? keyFiles.writeDraft(recovery.lock())
                    : keyFiles.writeReplacement(recovery.lock(), old);
            replace(entry, entry.stored().withRecoveryKey(file), old, file);
            LOG.info("mailbox={} has a new recovery code", entry.id());
            return recovery.code();
        } catch (CryptoException | IOException e) {
            throw new MailboxException(Reason.UNAVAILABLE, "the recovery code could not be made: " + e.getMessage(), e);
        }
    }

    /** A recovery code, and a key that it locks. */
    record Recovery(String code, LockedKey lock) {
        @Override
        public String toString() {
            return "Recovery[secret]";
        }
    }

    /** Locks a key under a new recovery code; empty if the password is not the key's. */
    Optional<Recovery> recovery(MailboxKeys keys, LockedKey key, char[] password) throws CryptoException {
        String code = secrets.recoveryCode();
        char[] passphrase = RecoveryCode.passphrase(code.toCharArray()).orElseThrow();
        return keys.relock(key, password, passphrase).map(lock -> new Recovery(code, lock));
    }

    /** Erases the recovery code's lock, if there is one. */
    void removeRecoveryCode(Catalogue.Entry entry) throws MailboxException {
        String name = entry.stored().recoveryKey();
        if (name != null) {
            erase(entry, entry.stored().withRecoveryKey(null), name);
            LOG.info("mailbox={} recovery code removed", entry.id());
        }
    }

    /** Locks the current key under a new password, by the recovery code. */
    String recover(MailboxKeys keys, Catalogue.Entry entry, char[] code) throws MailboxException {
        String recoveryKey = entry.stored().recoveryKey();
        if (recoveryKey == null) {
            throw new MailboxException(Reason.NO_RECOVERY_CODE, entry.id() + " has no recovery code", null);
        }
        char[] passphrase = RecoveryCode.passphrase(code)
                .orElseThrow(() -> new MailboxException(
                        Reason.INVALID,
                        "that is no recovery code, there is a slip in it: it has seven groups of six characters",
                        null));
        String password = secrets.password();
        String old = entry.stored().lockedKeys().get(0);
        try {
            Optional<LockedKey> relocked = keys.relock(keyFiles.read(recoveryKey), passphrase, password.toCharArray());
            if (relocked.isEmpty()) {
                LOG.warn("mailbox={} password not reset: the recovery code is wrong", entry.id());
                throw new MailboxException(
                        Reason.WRONG_PASSWORD, "that is not the recovery code of " + entry.id(), null);
            }
            String replacement = keyFiles.writeReplacement(relocked.get(), old);
            replace(entry, entry.stored().withLock(replacement), old, replacement);
        } catch (CryptoException | IOException e) {
            throw new MailboxException(Reason.UNAVAILABLE, "the password could not be reset: " + e.getMessage(), e);
        } finally {
            Arrays.fill(passphrase, '\0');
        }
        LOG.info("mailbox={} password reset by the recovery code", entry.id());
        return password;
    }

    /** Makes a new key; the current one becomes an older one. */
    String resetPassword(MailboxKeys keys, Catalogue.Entry entry, long lastSequence) throws MailboxException {
        if (entry.stored().recoveryKey() != null) {
            throw new MailboxException(
                    Reason.HAS_RECOVERY_CODE,
                    entry.id() + " has a recovery code, which saves the mails it holds; remove the code first if it is"
                            + " lost too",
                    null);
        }
        if (entry.stored().olderKeys().size() == MAX_OLDER_KEYS) {
            throw new MailboxException(
                    Reason.TOO_MANY_KEYS,
                    entry.id() + " has " + MAX_OLDER_KEYS + " older keys whose mails were not picked up; pick those up"
                            + " with their passwords, or make a new mailbox",
                    null);
        }
        String password = secrets.password();
        try {
            MailboxKeys.NewKey key = keys.create(password.toCharArray());
            String file = keyFiles.writeDraft(key.lockedKey());
            // Until it is published a start goes back to the former key, whose password somebody has.
            put(entry, entry.stored().withKey(key.publicKey(), file, lastSequence), file);
        } catch (CryptoException | IOException e) {
            throw new MailboxException(Reason.UNAVAILABLE, "the password could not be reset: " + e.getMessage(), e);
        }
        LOG.info("mailbox={} password reset", entry.id());
        return password;
    }

    /** Erases an older key that no mail needs. */
    void retire(Catalogue.Entry entry, MailboxPublicKey older) throws MailboxException {
        int index = entry.stored().olderKeys().stream()
                .map(StoredMailbox.OlderKey::key)
                .toList()
                .indexOf(older);
        if (index < 0) {
            return;
        }
        String name = entry.stored().lockedKeys().get(index + 1);
        erase(entry, entry.stored().withoutOlderKey(index), name);
        LOG.info("mailbox={} erased an older key that no mail needs any more", entry.id());
    }

    /** Puts a state that no longer names a lock, and erases the lock. */
    private void erase(Catalogue.Entry entry, StoredMailbox state, String name) throws MailboxException {
        try {
            keyFiles.condemn(name);
            Catalogue.Entry changed = Catalogue.Entry.of(entry.id(), state);
            try {
                states.store(changed);
            } catch (MailboxException e) {
                keyFiles.reprieve(name);
                throw e;
            }
            states.use(changed);
            keyFiles.erase(name);
        } catch (IOException e) {
            throw new MailboxException(Reason.UNAVAILABLE, "a locked key of " + entry.id() + ": " + e, e);
        }
    }

    /** Puts a state that names a lock which was just written, and publishes the lock. */
    private void put(Catalogue.Entry entry, StoredMailbox state, String lock) throws MailboxException, IOException {
        Catalogue.Entry changed = Catalogue.Entry.of(entry.id(), state);
        try {
            states.store(changed);
            keyFiles.publish(lock);
        } catch (MailboxException | IOException e) {
            keyFiles.withdraw(lock);
            throw e;
        }
        states.use(changed);
    }
}
