package org.letterlock.storage.api;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An index over the log that can be thrown away and made again. It follows the store by itself and may lag behind; who
 * needs what came after {@link Listing#upTo()} scans the log from there. Thread-safe; every method may block on the disk.
 */
@ProviderType
public interface MessageIndex {

    /**
     * The mails of a mailbox that are not deleted.
     *
     * @param mailbox whose
     * @return them, and how far the index had come, both of one moment
     * @throws StorageException if the index cannot be read
     */
    Listing list(MailboxId mailbox) throws StorageException;

    /**
     * Which mail a mailbox got with a key, deleted since or not, as far as the index has come; with the removal of the
     * mailbox its keys are forgotten. Does not wait where the index is not open yet.
     *
     * @param mailbox whose
     * @param key the key
     * @return what is known of one moment
     * @throws StorageException if the index is not open or cannot be read
     */
    Finding findKey(MailboxId mailbox, DeduplicationKey key) throws StorageException;

    /**
     * Figures of a mailbox, of the moment the index has come to.
     *
     * @param mailbox whose
     * @return its figures; those of an empty mailbox if the index does not know it or it was removed
     * @throws StorageException if the index cannot be read
     */
    Figures figures(MailboxId mailbox) throws StorageException;

    /**
     * The mailboxes that hold mails, those that were removed since among them.
     *
     * @return them, of the moment the index has come to
     * @throws StorageException if the index cannot be read
     */
    Set<MailboxId> mailboxes() throws StorageException;

    /**
     * How far the index has come.
     *
     * @return every record before it is in the index
     */
    LogPosition position();

    /**
     * Throws the index away and begins to make it again from the log; {@link #position()} tells how far it is. Who reads
     * it meanwhile finds what it has come to.
     *
     * @throws StorageException if that has not begun within some seconds; it does as soon as it can
     */
    void rebuild() throws StorageException;

    /**
     * The mails of a mailbox.
     *
     * @param storeId the store whose records these are
     * @param upTo records from here on are not in it
     * @param messages by sequence number, ascending
     */
    record Listing(UUID storeId, LogPosition upTo, List<LogRecord.Message> messages) {

        /** Copies the list. */
        public Listing {
            Objects.requireNonNull(storeId, "storeId");
            Objects.requireNonNull(upTo, "upTo");
            messages = List.copyOf(messages);
        }
    }

    /**
     * What is known of a key.
     *
     * @param storeId the store whose mail it is
     * @param upTo how far the index had come: a mail from here on, or a removal of the mailbox, is not known
     * @param message the mail that the mailbox got with it, one of them if there are doubles; null if none is known
     */
    record Finding(UUID storeId, LogPosition upTo, @Nullable MessageId message) {

        /** Checks for null. */
        public Finding {
            Objects.requireNonNull(storeId, "storeId");
            Objects.requireNonNull(upTo, "upTo");
        }
    }

    /**
     * Figures of a mailbox.
     *
     * @param messages how many mails it holds
     * @param octets the sum of what RETR sends of them
     * @param oldest when the oldest of them was received, null if there is none
     * @param lastReceived when it last received a mail, picked up since or not, null if never
     */
    record Figures(
            long messages,
            long octets,
            @Nullable Instant oldest,
            @Nullable Instant lastReceived) {}
}
