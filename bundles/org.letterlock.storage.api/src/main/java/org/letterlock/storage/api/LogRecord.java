package org.letterlock.storage.api;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;

/** A record of the log, without a mail's body. */
public sealed interface LogRecord {

    /**
     * Where it is.
     *
     * @return the position of its first octet; of a mail that was a pending copy, that of the copy
     */
    LogPosition position();

    /**
     * Whose it is.
     *
     * @return the mailbox
     */
    MailboxId mailbox();

    /**
     * A kept mail.
     *
     * @param position where it is
     * @param mailbox whose it is
     * @param id the mail's id, the same in each mailbox that got it
     * @param sequence its number in the mailbox, from 1, without gaps; the order of the maildrop
     * @param received when the gateway took it
     * @param octets what RETR sends of it before dot-stuffing
     * @param sealedLength length of its sealed octets
     */
    record Message(
            LogPosition position,
            MailboxId mailbox,
            MessageId id,
            long sequence,
            Instant received,
            long octets,
            long sealedLength)
            implements LogRecord {

        /** Checks for null. */
        public Message {
            Objects.requireNonNull(position, "position");
            Objects.requireNonNull(mailbox, "mailbox");
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(received, "received");
        }
    }

    /**
     * A mailbox got a mail with a key. The mail may be gone.
     *
     * @param position where the mail's record is or was
     * @param mailbox whose it is
     * @param id the mail
     * @param key what its content is known by
     */
    record Key(LogPosition position, MailboxId mailbox, MessageId id, DeduplicationKey key) implements LogRecord {

        /** Checks for null. */
        public Key {
            Objects.requireNonNull(position, "position");
            Objects.requireNonNull(mailbox, "mailbox");
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(key, "key");
        }
    }

    /**
     * Mails of a mailbox were deleted.
     *
     * @param position where it is
     * @param mailbox whose they were
     * @param messages the deleted mails
     */
    record Deletion(LogPosition position, MailboxId mailbox, List<MessageId> messages) implements LogRecord {

        /** Copies the list. */
        public Deletion {
            Objects.requireNonNull(position, "position");
            Objects.requireNonNull(mailbox, "mailbox");
            messages = List.copyOf(messages);
        }
    }

    /**
     * A mailbox's state was put or removed. Read the state by {@link MessageStore#mailboxStates()}.
     *
     * @param position where it is
     * @param mailbox whose it is
     * @param removed whether it was removed
     */
    record State(LogPosition position, MailboxId mailbox, boolean removed) implements LogRecord {

        /** Checks for null. */
        public State {
            Objects.requireNonNull(position, "position");
            Objects.requireNonNull(mailbox, "mailbox");
        }
    }
}
