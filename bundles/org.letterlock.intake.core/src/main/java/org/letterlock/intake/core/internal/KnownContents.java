package org.letterlock.intake.core.internal;

import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.storage.api.DeduplicationKey;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.MessageIndex;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the index knows of contents that mailboxes got, as far as it is certain. Who takes a mail for kept that is not loses
 * it, so whatever is in doubt is not known.
 */
final class KnownContents {

    private static final Logger LOG = LoggerFactory.getLogger(KnownContents.class);

    /** An index that is further behind is not believed: to read more of the log for each mail would take too long. */
    private static final int MAX_RECORDS_BEHIND = 10_000;

    /** As far as segments go: those that are gone are read from the ledger, record by record. */
    private static final long MAX_SEGMENTS_BEHIND = 2;

    private KnownContents() {}

    /** The mail that a mailbox got with a key, null if none is known. Blocks on the disk. */
    static @Nullable MessageId find(
            MessageStore store, @Nullable MessageIndex index, MailboxId mailbox, DeduplicationKey key) {
        if (index == null) {
            return null;
        }
        try {
            MessageIndex.Finding finding = index.findKey(mailbox, key);
            boolean certain = finding.message() != null
                    && finding.storeId().equals(store.storeId())
                    && isMailboxTheSameSince(finding.upTo(), store, mailbox);
            return certain ? finding.message() : null;
        } catch (StorageException | RuntimeException e) {
            LOG.debug("index not asked for a mail of {}: {}", mailbox, e.getMessage());
            return null;
        }
    }

    /** The index may not know yet that a mailbox was removed, and its keys with it, and is there again. */
    private static boolean isMailboxTheSameSince(LogPosition position, MessageStore store, MailboxId mailbox)
            throws StorageException {
        LogPosition end = store.end();
        if (position.compareTo(end) > 0 || end.segment() - position.segment() > MAX_SEGMENTS_BEHIND) {
            return false;
        }
        Removals removals = new Removals(mailbox);
        store.scan(position, end, removals);
        return !removals.found && removals.records < MAX_RECORDS_BEHIND;
    }

    /** Looks for the removal of a mailbox. */
    private static final class Removals implements MessageStore.Visitor {

        private final MailboxId mailbox;
        private int records;
        private boolean found;

        Removals(MailboxId mailbox) {
            this.mailbox = mailbox;
        }

        @Override
        public boolean visit(LogRecord record) {
            records++;
            found = record instanceof LogRecord.State state
                    && state.removed()
                    && state.mailbox().equals(mailbox);
            return !found && records < MAX_RECORDS_BEHIND;
        }
    }
}
