package org.letterlock.mailbox.core.internal;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.crypto.api.MailboxPublicKey;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mailbox.api.MailboxException;
import org.letterlock.mailbox.api.Recipient;
import org.letterlock.storage.api.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts, in the background, the mails that wait for keys of before a reset, and has a key erased when none does and none
 * can come any more: mails that were begun before the reset may still be on their way to the store.
 */
final class OlderKeys implements AutoCloseable {

    /** Twice what a key may be used for, so that a slow disk has as much time again. */
    static final long KEPT_NANOS = 2 * Recipient.KEY_USE_LIMIT.toNanos();

    private static final Logger LOG = LoggerFactory.getLogger(OlderKeys.class);
    private static final long PAUSE_MINUTES = 60;

    private final Catalogue catalogue;
    private final Supplier<Optional<Logins.Services>> services;
    private final Retirement retirement;
    private final LongSupplier nanoTime;
    private final ScheduledThreadPoolExecutor thread;
    private final Map<MailboxId, Long> messages = new ConcurrentHashMap<>();
    private Map<MailboxPublicKey, Long> seen = Map.of();
    private volatile boolean closed;

    /** Erases a key. */
    interface Retirement {
        void retire(MailboxId mailbox, MailboxPublicKey older) throws MailboxException;
    }

    OlderKeys(
            Catalogue catalogue,
            Supplier<Optional<Logins.Services>> services,
            Retirement retirement,
            LongSupplier nanoTime) {
        this.catalogue = catalogue;
        this.services = services;
        this.retirement = retirement;
        this.nanoTime = nanoTime;
        thread = new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "letterlock-older-keys"));
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
        var unusedLook = thread.scheduleWithFixedDelay(this::look, PAUSE_MINUTES, PAUSE_MINUTES, TimeUnit.MINUTES);
    }

    /** Looks soon, not only in an hour. Returns at once. */
    void lookSoon() {
        try {
            thread.execute(this::look);
        } catch (RejectedExecutionException e) {
            LOG.debug("stopping, older keys stay", e);
        }
    }

    /** How many of a mailbox's mails only its older keys open, as of the last look; -1 if not known. */
    long messages(MailboxId mailbox) {
        return messages.getOrDefault(mailbox, -1L);
    }

    private void look() {
        Map<MailboxPublicKey, Long> now = new HashMap<>();
        for (Catalogue.Entry entry : catalogue.all().values()) {
            for (StoredMailbox.OlderKey older : entry.stored().olderKeys()) {
                MailboxPublicKey key = older.key();
                now.put(key, seen.getOrDefault(key, nanoTime.getAsLong()));
            }
        }
        seen = now;
        messages.keySet().removeIf(id -> !hasOlderKeys(catalogue.find(id)));
        services.get()
                .ifPresent(present -> catalogue.all().values().stream()
                        .filter(entry -> !closed && hasOlderKeys(entry))
                        .forEach(entry -> look(entry, present)));
    }

    private void look(Catalogue.Entry entry, Logins.Services present) {
        try {
            SealedMails mails = new SealedMails(present.sealer(), present.store());
            SealedMails.Older older =
                    mails.older(entry.stored(), WaitingMails.of(entry.id(), present.index(), present.store()));
            messages.put(entry.id(), older.messages());
            for (StoredMailbox.OlderKey key : entry.stored().olderKeys()) {
                boolean needed = older.needed().contains(present.sealer().recipient(key.key()));
                if (!needed
                        && nanoTime.getAsLong() - seen.getOrDefault(key.key(), nanoTime.getAsLong()) >= KEPT_NANOS) {
                    retirement.retire(entry.id(), key.key());
                }
            }
        } catch (CryptoException | IOException | StorageException | MailboxException | RuntimeException e) {
            LOG.warn("mailbox={} older keys stay, next look in an hour: {}", entry.id(), e.toString());
        }
    }

    private static boolean hasOlderKeys(Catalogue.@Nullable Entry entry) {
        return entry != null && !entry.stored().olderKeys().isEmpty();
    }

    @Override
    public void close() {
        closed = true;
        thread.shutdown(); // never an interrupt: it may be reading the log
        try {
            thread.awaitTermination(500, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
