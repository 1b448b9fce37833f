package org.letterlock.mailbox.core.internal;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.crypto.api.LockedKey;
import org.letterlock.crypto.api.MailboxKeys;
import org.letterlock.crypto.api.MessageSealer;
import org.letterlock.crypto.api.UnlockedKey;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mailbox.api.PickupLogin;
import org.letterlock.mailbox.api.PickupSession;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.MessageIndex;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks pick-up logins on threads of its own and keeps the leases. A login for a mailbox that does not exist, or has
 * fewer keys than another, tries the password on a decoy, so that all logins take as long.
 */
final class Logins implements AutoCloseable {

    /** The services of one login. */
    record Services(MailboxKeys keys, MessageSealer sealer, MessageIndex index, MessageStore store) {}

    private static final Logger LOG = LoggerFactory.getLogger(Logins.class);
    private static final long JOIN_SECONDS = 2;

    private final Catalogue catalogue;
    private final KeyFiles keyFiles;
    private final Secrets secrets;
    private final DamagedMails damagedMails;
    private final ThreadPoolExecutor threads;
    private final Map<MailboxId, Lease> leases = new ConcurrentHashMap<>();
    private volatile @Nullable LockedKey decoy;
    private volatile boolean closed;

    /** A taken maildrop; the maildrop itself comes when its mails are listed. */
    private static final class Lease {
        private final PickupSession session;
        private volatile @Nullable LeasedMaildrop maildrop;

        private Lease(PickupSession session) {
            this.session = session;
        }

        /** Takes the maildrop from an idle session; says whether it is free now. */
        private boolean takeBackIfIdle() {
            LeasedMaildrop taken = maildrop;
            if (taken == null || !session.yieldIfIdle()) {
                return false;
            }
            taken.close();
            return true;
        }
    }

    Logins(Settings settings, Catalogue catalogue, KeyFiles keyFiles, Secrets secrets, DamagedMails damagedMails) {
        this.catalogue = catalogue;
        this.keyFiles = keyFiles;
        this.secrets = secrets;
        this.damagedMails = damagedMails;
        AtomicInteger count = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                settings.loginThreads(),
                settings.loginThreads(),
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(settings.maxQueuedLogins()),
                task -> new Thread(task, "letterlock-login-" + count.incrementAndGet()));
        threads.allowCoreThreadTimeOut(true);
    }

    CompletionStage<PickupLogin> login(String userName, char[] password, PickupSession session, Services services) {
        char[] copy = password.clone();
        CompletableFuture<PickupLogin> outcome = new CompletableFuture<>();
        try {
            threads.execute(() -> {
                try {
                    outcome.complete(
                            closed
                                    ? new PickupLogin.Unavailable("the mailboxes are stopping")
                                    : check(userName, copy, session, services));
                } catch (RuntimeException e) {
                    LOG.error("login failed by a fault of the gateway", e);
                    outcome.complete(new PickupLogin.Unavailable("a fault of the gateway"));
                } finally {
                    Arrays.fill(copy, '\0');
                }
            });
        } catch (RejectedExecutionException e) {
            Arrays.fill(copy, '\0');
            outcome.complete(new PickupLogin.Unavailable("too many logins at once"));
        }
        return outcome;
    }

    private PickupLogin check(String userName, char[] password, PickupSession session, Services services) {
        int at = userName.indexOf('@');
        Optional<MailboxId> id = MailboxId.parse(at < 0 ? userName : userName.substring(0, at));
        Catalogue.Entry entry = id.map(catalogue::find).orElse(null);
        try {
            UnlockedKey key = unlock(entry, password, services.keys());
            return key == null || entry == null ? new PickupLogin.Denied() : lease(entry, key, session, services);
        } catch (CryptoException | IOException e) {
            LOG.error("mailbox={} cannot be unlocked: {}", entry == null ? "none" : entry.id(), e.getMessage());
            return new PickupLogin.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    /** Tries as many locks for any mailbox, each one whether or not another has opened. */
    private @Nullable UnlockedKey unlock(Catalogue.@Nullable Entry entry, char[] password, MailboxKeys keys)
            throws CryptoException, IOException {
        List<String> names = entry == null ? List.of() : entry.stored().lockedKeys();
        int tries = Math.max(names.size(), catalogue.mostLockedKeys());
        UnlockedKey opened = null;
        boolean complete = false;
        try {
            for (int i = 0; i < tries; i++) {
                LockedKey locked = i == 0 && entry != null ? keyFiles.read(names.get(0)) : olderKey(names, i);
                UnlockedKey key = keys.unlock(locked == null ? decoy(keys) : locked, password)
                        .orElse(null);
                if (locked != null && opened == null) {
                    opened = key;
                } else if (key != null) {
                    key.close();
                }
            }
            complete = true;
            return opened;
        } finally {
            if (!complete && opened != null) {
                opened.close();
            }
        }
    }

    /** Null if there is none: it may just be erased, and a damaged one must not keep the current key's mails back. */
    private @Nullable LockedKey olderKey(List<String> names, int index) {
        if (index < names.size() && keyFiles.contains(names.get(index))) {
            try {
                return keyFiles.read(names.get(index));
            } catch (IOException e) {
                LOG.error("an older key cannot be read: {}", e.getMessage());
            }
        }
        return null;
    }

    private PickupLogin lease(Catalogue.Entry entry, UnlockedKey key, PickupSession session, Services services) {
        MailboxId id = entry.id();
        Lease lease = new Lease(session);
        Lease other = leases.putIfAbsent(id, lease);
        if (other != null && other.takeBackIfIdle()) {
            // A third login may have been faster; then that one has it.
            other = leases.putIfAbsent(id, lease);
        }
        if (other != null) {
            key.close();
            return new PickupLogin.InUse();
        }
        try {
            LeasedMaildrop maildrop = new LeasedMaildrop(
                    id,
                    damagedMails.withoutDamaged(id, openedBy(key, entry, services)),
                    damagedMails,
                    key,
                    services.store(),
                    services.sealer(),
                    () -> leases.remove(id, lease));
            lease.maildrop = maildrop;
            if (closed || catalogue.find(id) == null) { // whoever revokes leases may not have seen this one
                maildrop.close();
                return new PickupLogin.Unavailable("the mailbox is going away");
            }
            return new PickupLogin.Opened(maildrop);
        } catch (StorageException | CryptoException | IOException e) {
            LOG.error("mailbox={} cannot be listed: {}", id, e.getMessage());
            return new PickupLogin.Unavailable(String.valueOf(e.getMessage()));
        } finally {
            if (lease.maildrop == null) { // whatever was thrown: nobody else could give it back
                leases.remove(id, lease);
                key.close();
            }
        }
    }

    private List<LogRecord.Message> openedBy(UnlockedKey key, Catalogue.Entry entry, Services services)
            throws StorageException, CryptoException, IOException {
        List<LogRecord.Message> waiting = WaitingMails.of(entry.id(), services.index(), services.store());
        // Looked at behind the list: a mail that is sealed to a key that is newer than the entry may be on it.
        Catalogue.Entry now = catalogue.find(entry.id());
        StoredMailbox mailbox = now == null ? entry.stored() : now.stored();
        if (entry.stored().olderKeys().isEmpty() && mailbox.olderKeys().isEmpty()) {
            return waiting;
        }
        return new SealedMails(services.sealer(), services.store()).openedBy(key, mailbox, waiting);
    }

    private synchronized LockedKey decoy(MailboxKeys keys) throws CryptoException {
        LockedKey made = decoy;
        if (made == null) {
            made = keys.create(secrets.password().toCharArray()).lockedKey();
            decoy = made;
        }
        return made;
    }

    /** Makes the decoy before the first stranger comes. */
    void prepare(MailboxKeys keys) {
        try {
            threads.execute(() -> {
                try {
                    decoy(keys);
                } catch (CryptoException e) {
                    LOG.warn("no decoy key yet: {}", e.getMessage());
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("stopping, no decoy key needed", e);
        }
    }

    /** Ends a mailbox's session. */
    void revoke(MailboxId id) {
        Lease lease = leases.get(id);
        LeasedMaildrop maildrop = lease == null ? null : lease.maildrop;
        if (maildrop != null) {
            maildrop.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        threads.shutdown();
        boolean interrupted = false;
        try {
            threads.awaitTermination(JOIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        leases.keySet().forEach(this::revoke);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
