package org.letterlock.storage.api;

import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The log of everything that must be kept: sealed mails, their deletions, and the states of mailboxes. What a stage
 * returned here has completed for is forced to disk and survives {@code kill -9} and a power cut.
 *
 * <p>The store registers it once it has replayed its log. Thread-safe. Methods that return a stage do not block; the
 * stages complete on threads of the store, normally, or exceptionally with a {@link StorageException}. Records become
 * visible to {@link #scan} and to followers when they are durable, and never in part.
 */
@ProviderType
public interface MessageStore {

    /** The longest reply that is kept with an outcome. */
    int MAX_REPLY_OCTETS = 64 << 10;

    /** How many of the last mails with a key are found by {@link #appendIfAbsent}. */
    int RECENT_KEYS = 32_768;

    /**
     * Identity of the data folder. An index that was made from another one must be thrown away.
     *
     * @return made when the folder was
     */
    UUID storeId();

    /**
     * Whether a mail of that size can be taken now.
     *
     * @param octets its expected size, 0 if unknown
     * @throws StorageException with {@link StorageException.Reason#DISK_LOW} if the free space would fall below the
     *     low-water mark, or with the reason why nothing can be stored at all
     */
    void admit(long octets) throws StorageException;

    /**
     * Begins the body of a mail. A body that is not appended must be closed.
     *
     * @return an empty body
     * @throws StorageException if no body can be taken now
     */
    SealedBody newBody() throws StorageException;

    /**
     * Appends the copies of one mail, all or none, and assigns each mailbox's next sequence number. The store owns the
     * bodies from here on, whatever the outcome.
     *
     * @param copies one for each mailbox, at most 100, all with the same message id
     * @return the records, in the order of the copies, once durable; fails with
     *     {@link StorageException.Reason#NO_SUCH_MAILBOX} if one of the mailboxes has no state or was removed
     */
    CompletionStage<List<LogRecord.Message>> append(List<NewMessage> copies);

    /**
     * Appends the copy of a mail unless its mailbox got one with the same key: of those that are appended at the same time
     * one is stored. The last {@link #RECENT_KEYS} mails with a key are known, all mailboxes together, those from before
     * the start and those that are deleted among them; of older ones the {@link MessageIndex} is to be asked first. With
     * the removal of a mailbox its keys are forgotten. The store owns the body from here on, whatever the outcome.
     *
     * @param copy the copy
     * @param key what its content is known by in its mailbox
     * @return the id of the mail that the mailbox got with that key, once that one is durable: the copy's own if it was
     *     stored, else the other's, and the copy is dropped. Fails with {@link StorageException.Reason#NO_SUCH_MAILBOX} if
     *     the mailbox has no state or was removed
     */
    CompletionStage<MessageId> appendIfAbsent(NewMessage copy, DeduplicationKey key);

    /**
     * Appends the copy of a mail that is still to be passed on. Until its outcome is told by {@link #complete} it has no
     * number, and {@link #scan} and {@link #lastSequence} do not know of it. A copy that has no outcome when the store
     * starts becomes {@link Outcome#UNCERTAIN} before the store can be used. The store owns the body from here on,
     * whatever the outcome.
     *
     * @param copy the copy
     * @return what {@link #complete} takes, once durable; fails with {@link StorageException.Reason#NO_SUCH_MAILBOX} if the
     *     mailbox has no state or was removed
     */
    CompletionStage<PendingMessage> appendPending(NewMessage copy);

    /**
     * Tells what became of a pending copy. If it is kept, it becomes the mailbox's next mail, with the next sequence
     * number, also where the mailbox was removed meanwhile; {@link #scan} has it there, with the position
     * of the pending copy. Nobody needs to wait for the stage: if the outcome is lost in a crash, the copy becomes
     * uncertain.
     *
     * @param pending the copy
     * @param outcome what became of it
     * @param reply what the other server said, sealed; at most {@link #MAX_REPLY_OCTETS}, may be empty. The store does not
     *     look inside; it goes with the part of the log that it is in, which may be before the mail
     * @return the mail, empty if the copy is dropped, once durable. If it fails, the copy is still pending and can be
     *     completed again, except with {@link StorageException.Reason#NO_SUCH_MESSAGE}: it has an outcome already
     */
    CompletionStage<Optional<LogRecord.Message>> complete(PendingMessage pending, Outcome outcome, byte[] reply);

    /**
     * Copies that wait for their outcome, and mails whose outcome deserves a look.
     *
     * @return figures of the mailboxes that have any
     */
    Map<MailboxId, PendingFigures> pendingFigures();

    /**
     * Deletes mails. Deleting one twice is no error.
     *
     * @param messages the mails' records, all of one mailbox
     * @return once the deletions are durable
     */
    CompletionStage<Void> delete(Collection<LogRecord.Message> messages);

    /**
     * Sets a mailbox's state; the first one makes it known to the store.
     *
     * @param mailbox whose
     * @param state what its owner wants to find again, at most 64 KiB; the store does not look inside
     * @return once durable
     */
    CompletionStage<Void> putMailbox(MailboxId mailbox, byte[] state);

    /**
     * Removes a mailbox's state. From then on appends to it are refused; its mails stay until they are deleted.
     *
     * @param mailbox whose
     * @param lastSequence the mailbox's last mail that the caller knows of ({@link #lastSequence}); {@link Long#MAX_VALUE}
     *     to remove it whatever came meanwhile
     * @return once durable; fails with {@link StorageException.Reason#MAILBOX_CHANGED} if later mails were appended or, where
     *     a last mail is given, a copy is pending
     */
    CompletionStage<Void> removeMailbox(MailboxId mailbox, long lastSequence);

    /**
     * The number of a mailbox's last mail, deleted since or not.
     *
     * @param mailbox whose
     * @return its number, 0 if it never had a mail
     */
    long lastSequence(MailboxId mailbox);

    /**
     * The states of all mailboxes.
     *
     * @return a copy: the last state put for each mailbox that was not removed
     */
    Map<MailboxId, byte[]> mailboxStates();

    /**
     * Opens the sealed octets of a mail. May block on the disk.
     *
     * @param message its record
     * @return exactly its sealed octets; the caller closes it. Damage shows as a {@link DamagedBodyException} at the
     *     latest at the end
     * @throws StorageException with {@link StorageException.Reason#NO_SUCH_MESSAGE} if the mail is deleted and gone;
     *     caused by a {@link DamagedBodyException} if its record is damaged or missing
     */
    InputStream open(LogRecord.Message message) throws StorageException;

    /**
     * The end of what is durable.
     *
     * @return the position behind the last durable record
     */
    LogPosition end();

    /**
     * Reads records in the order of the log, without bodies. Blocks on the disk. Mails whose segment is gone are left
     * out, their deletions may still come; a mail may be seen again at a later position, and the later one counts. A mail
     * that was a pending copy comes where its outcome is, with the position of the copy.
     *
     * @param from the position of the first record, {@link LogPosition#START} for all
     * @param to where to stop, at most {@link #end()}
     * @param visitor is called for each record
     * @return the position to go on from: {@code to}, or behind the record at which the visitor stopped
     * @throws StorageException if the log cannot be read
     */
    LogPosition scan(LogPosition from, LogPosition to, Visitor visitor) throws StorageException;

    /**
     * As {@link #scan}, with the keys of mails: each comes in front of its mail, which follows also where the visitor stops
     * at the key, and those of mails whose segment is gone come as well. From the start of the log it reads more than a
     * scan without keys.
     *
     * @param from the position of the first record, {@link LogPosition#START} for all
     * @param to where to stop, at most {@link #end()}
     * @param visitor is called for each record
     * @return as of {@link #scan}
     * @throws StorageException if the log cannot be read
     */
    LogPosition scanWithKeys(LogPosition from, LogPosition to, Visitor visitor) throws StorageException;

    /**
     * Has somebody told of each advance of {@link #end()}.
     *
     * @param follower is called on a thread of the store after a commit; must return at once
     * @return closing it ends the calls
     */
    Following follow(Runnable follower);

    /**
     * Figures for people.
     *
     * @return the state of now
     */
    StoreStatus status();

    /** Gets records from {@link #scan} and {@link #scanWithKeys}. */
    @FunctionalInterface
    interface Visitor {

        /**
         * A record.
         *
         * @param record the record
         * @return false to stop behind it
         */
        boolean visit(LogRecord record);
    }

    /** A registration that ends when it is closed. */
    interface Following extends AutoCloseable {

        @Override
        void close();
    }
}
