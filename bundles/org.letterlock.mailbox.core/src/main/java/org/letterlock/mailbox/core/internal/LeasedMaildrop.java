package org.letterlock.mailbox.core.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.letterlock.crypto.api.BrokenSealException;
import org.letterlock.crypto.api.MessageSealer;
import org.letterlock.crypto.api.UnlockedKey;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mailbox.api.DamagedMailException;
import org.letterlock.mailbox.api.Maildrop;
import org.letterlock.storage.api.DamagedBodyException;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.StorageException;

/** The mails of one pick-up session, with the services and the key of its login. */
final class LeasedMaildrop implements Maildrop {

    private final MailboxId mailbox;
    private final List<LogRecord.Message> messages;
    private final List<Entry> entries;
    private final DamagedMails damagedMails;
    private final UnlockedKey key;
    private final MessageStore store;
    private final MessageSealer sealer;
    private final Runnable giveBack;
    private volatile boolean closed;

    LeasedMaildrop(
            MailboxId mailbox,
            List<LogRecord.Message> messages,
            DamagedMails damagedMails,
            UnlockedKey key,
            MessageStore store,
            MessageSealer sealer,
            Runnable giveBack) {
        this.mailbox = mailbox;
        this.messages = List.copyOf(messages);
        this.entries = messages.stream()
                .map(message -> new Entry(message.id(), message.octets()))
                .toList();
        this.damagedMails = damagedMails;
        this.key = key;
        this.store = store;
        this.sealer = sealer;
        this.giveBack = giveBack;
    }

    @Override
    public MailboxId mailbox() {
        return mailbox;
    }

    @Override
    public List<Entry> entries() {
        return entries;
    }

    @Override
    public InputStream open(int index) throws IOException {
        if (closed) {
            throw new IOException("the maildrop was given back");
        }
        LogRecord.Message message = messages.get(index);
        try {
            return new WatchedMail(unseal(message), failure -> examine(message, failure));
        } catch (IOException e) {
            throw examine(message, e);
        }
    }

    private InputStream unseal(LogRecord.Message message) throws IOException {
        InputStream sealed;
        try {
            sealed = store.open(message);
        } catch (StorageException e) {
            throw e.getCause() instanceof DamagedBodyException damage ? damage : new IOException(e.getMessage(), e);
        }
        boolean opened = false;
        try {
            InputStream mail = sealer.open(key, sealed);
            opened = true;
            return mail;
        } finally {
            if (!opened) {
                sealed.close();
            }
        }
    }

    /** Tells damage from what may work the next time; a key that was erased while a mail was read says nothing of it. */
    private IOException examine(LogRecord.Message message, IOException failure) {
        boolean damage = failure instanceof BrokenSealException || failure instanceof DamagedBodyException;
        if (!damage || closed) {
            return failure;
        }
        damagedMails.add(mailbox, message.id(), failure);
        return new DamagedMailException(failure.getMessage(), failure);
    }

    @Override
    public CompletionStage<Void> delete(Collection<Integer> indexes) {
        List<LogRecord.Message> deleted = indexes.stream().map(messages::get).toList();
        // Together, so that nothing is deleted once the maildrop is another session's.
        synchronized (this) {
            return closed
                    ? CompletableFuture.failedStage(new IOException("the maildrop was given back"))
                    : store.delete(deleted);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        key.close();
        giveBack.run();
    }
}
