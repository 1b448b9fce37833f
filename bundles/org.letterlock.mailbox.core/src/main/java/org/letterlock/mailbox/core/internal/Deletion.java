package org.letterlock.mailbox.core.internal;

import java.io.IOException;
import java.util.List;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mailbox.api.Mailbox;
import org.letterlock.mailbox.api.MailboxException;
import org.letterlock.mailbox.api.MailboxException.Reason;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.MessageStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes mailboxes: the state first, from when on no mail is taken, then the key, then the mails. One at a time: the caller
 * sees to that.
 */
final class Deletion {

    private static final Logger LOG = LoggerFactory.getLogger(Deletion.class);
    private static final int DELETED_AT_ONCE = 1_000;

    private final Catalogue catalogue;
    private final KeyFiles keyFiles;
    private final MessageStore store;
    private final Waiting waiting;
    private final Memory memory;

    /** The mails of a mailbox now. */
    interface Waiting {
        List<LogRecord.Message> of(MailboxId id) throws MailboxException;
    }

    /** What else knows of mailboxes. */
    interface Memory {
        void forget(MailboxId id);
    }

    Deletion(Catalogue catalogue, KeyFiles keyFiles, MessageStore store, Waiting waiting, Memory memory) {
        this.catalogue = catalogue;
        this.keyFiles = keyFiles;
        this.store = store;
        this.waiting = waiting;
        this.memory = memory;
    }

    void delete(Catalogue.Entry entry, boolean force) throws MailboxException {
        MailboxId id = entry.id();
        if (entry.stored().state() != Mailbox.Status.SUSPENDED) {
            throw new MailboxException(Reason.NOT_SUSPENDED, id + " is active; suspend it first", null);
        }
        long lastSequence = store.lastSequence(id);
        boolean empty = waiting.of(id).isEmpty();
        if (!force && !empty) {
            throw new MailboxException(
                    Reason.NOT_EMPTY, id + " holds mails that were not picked up; they would be lost", null);
        }
        remove(entry, force ? Long.MAX_VALUE : lastSequence);
        deleteMails(id);
        LOG.info("mailbox={} deleted", id);
    }

    private void remove(Catalogue.Entry entry, long lastSequence) throws MailboxException {
        MailboxId id = entry.id();
        List<String> names = entry.stored().keyFiles();
        try {
            for (String name : names) {
                keyFiles.condemn(name);
            }
            try {
                MailboxStates.await(store.removeMailbox(id, lastSequence));
            } catch (MailboxException e) {
                for (String name : names) {
                    keyFiles.reprieve(name);
                }
                throw e;
            }
            catalogue.remove(id);
            memory.forget(id);
            for (String name : names) {
                keyFiles.erase(name);
            }
        } catch (IOException e) {
            throw new MailboxException(Reason.UNAVAILABLE, "the locked keys of " + id + ": " + e, e);
        }
    }

    private void deleteMails(MailboxId id) throws MailboxException {
        List<LogRecord.Message> mails = waiting.of(id);
        for (int from = 0; from < mails.size(); from += DELETED_AT_ONCE) {
            MailboxStates.await(store.delete(mails.subList(from, Math.min(mails.size(), from + DELETED_AT_ONCE))));
        }
    }
}
