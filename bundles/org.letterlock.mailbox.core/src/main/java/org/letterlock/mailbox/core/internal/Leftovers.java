package org.letterlock.mailbox.core.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.MessageIndex;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes, in the background, mails of mailboxes that are no more: what a crash left between the removal of a mailbox and
 * the deletion of its mails.
 */
final class Leftovers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final int DELETED_AT_ONCE = 1_000;

    private final Catalogue catalogue;
    private final MessageStore store;
    private final ExecutorService thread;
    private volatile boolean closed;

    Leftovers(Catalogue catalogue, MessageStore store) {
        this.catalogue = catalogue;
        this.store = store;
        ThreadPoolExecutor single = new ThreadPoolExecutor(
                1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), r -> new Thread(r, "letterlock-leftovers"));
        single.allowCoreThreadTimeOut(true);
        thread = single;
    }

    /** Looks for leftovers with that index. Returns at once. */
    void clean(MessageIndex index) {
        try {
            thread.execute(() -> {
                try {
                    deleteAll(index);
                } catch (StorageException e) {
                    LOG.warn("mails of deleted mailboxes are left, next try at the next start: {}", e.getMessage());
                } catch (CompletionException e) {
                    LOG.warn("mails of deleted mailboxes are left, next try at the next start", e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("stopping, leftovers stay", e);
        }
    }

    private void deleteAll(MessageIndex index) throws StorageException {
        for (MailboxId mailbox : mailboxesThatAreNoMore(index)) {
            List<LogRecord.Message> mails = WaitingMails.of(mailbox, index, store);
            for (int from = 0; from < mails.size() && !closed; from += DELETED_AT_ONCE) {
                store.delete(mails.subList(from, Math.min(mails.size(), from + DELETED_AT_ONCE)))
                        .toCompletableFuture()
                        .join();
            }
            if (!mails.isEmpty()) {
                LOG.info("mailbox={} is deleted, left mails={} deleted", mailbox, mails.size());
            }
        }
    }

    private Set<MailboxId> mailboxesThatAreNoMore(MessageIndex index) throws StorageException {
        LogPosition behind = index.position();
        Set<MailboxId> found = new HashSet<>(index.mailboxes());
        store.scan(behind, store.end(), record -> {
            if (record instanceof LogRecord.Message message) {
                found.add(message.mailbox());
            }
            return !closed;
        });
        found.removeAll(catalogue.all().keySet());
        return found.isEmpty() ? found : removedAmong(found);
    }

    /** Only a removal in the log says that mails may go; a state that is missing may be damaged. */
    private Set<MailboxId> removedAmong(Set<MailboxId> candidates) throws StorageException {
        Set<MailboxId> removed = new HashSet<>();
        store.scan(LogPosition.START, store.end(), record -> {
            if (record instanceof LogRecord.State state && candidates.contains(state.mailbox())) {
                if (state.removed()) {
                    removed.add(state.mailbox());
                } else {
                    removed.remove(state.mailbox());
                }
            }
            return !closed;
        });
        if (!removed.containsAll(candidates)) {
            LOG.error(
                    "there are mails of mailboxes that the catalogue does not have and nobody removed; they are kept");
        }
        return closed ? Set.of() : removed;
    }

    @Override
    public void close() {
        closed = true;
        thread.shutdown();
        try {
            thread.awaitTermination(500, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
