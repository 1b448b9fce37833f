package org.letterlock.mailbox.core.internal;

import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mailbox.api.MailboxException;
import org.letterlock.mailbox.api.MailboxException.Reason;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.StorageException;

/** Changes the states of mailboxes: durable in the store, then in the catalogue. One at a time: the caller sees to that. */
final class MailboxStates implements KeyChanges.States {

    /** What the store keeps of a mailbox at most; only long lists of rules come near it. */
    private static final int MAX_OCTETS = 64 * 1024;

    private final MessageStore store;
    private final Catalogue catalogue;

    MailboxStates(MessageStore store, Catalogue catalogue) {
        this.store = store;
        this.catalogue = catalogue;
    }

    /** The mailbox, which must be there. */
    Catalogue.Entry existing(MailboxId id) throws MailboxException {
        Catalogue.Entry entry = catalogue.find(id);
        if (entry == null) {
            throw new MailboxException(Reason.NOT_FOUND, "there is no mailbox " + id, null);
        }
        return entry;
    }

    /** Puts a state. */
    Catalogue.Entry change(MailboxId id, StoredMailbox changed) throws MailboxException {
        Catalogue.Entry entry = Catalogue.Entry.of(id, changed);
        store(entry);
        use(entry);
        return entry;
    }

    @Override
    public void store(Catalogue.Entry entry) throws MailboxException {
        byte[] state = entry.stored().encode();
        if (state.length > MAX_OCTETS) {
            throw new MailboxException(
                    Reason.INVALID,
                    "the mailbox's rules are too long together: " + MAX_OCTETS
                            + " octets is the most that is kept of a mailbox",
                    null);
        }
        await(store.putMailbox(entry.id(), state));
    }

    @Override
    public void use(Catalogue.Entry entry) {
        catalogue.put(entry);
    }

    /** Waits for the store. */
    static void await(CompletionStage<Void> durable) throws MailboxException {
        try {
            durable.toCompletableFuture().join();
        } catch (CompletionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            if (cause instanceof StorageException s && s.reason() == StorageException.Reason.MAILBOX_CHANGED) {
                throw new MailboxException(Reason.NOT_EMPTY, s.getMessage() + "; they would be lost", s);
            }
            throw new MailboxException(Reason.UNAVAILABLE, "the store: " + cause.getMessage(), cause);
        }
    }
}
