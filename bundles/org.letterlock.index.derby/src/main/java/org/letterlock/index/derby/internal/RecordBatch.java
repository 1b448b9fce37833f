package org.letterlock.index.derby.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.storage.api.LogRecord;

/**
 * What some records of the log come to: rows that go, then rows that are there. A mail that comes and goes within the
 * batch costs no row.
 */
final class RecordBatch {

    private final Map<Key, LogRecord.Message> kept = new LinkedHashMap<>();
    private final Set<Key> deleted = new LinkedHashSet<>();
    private final List<LogRecord.Key> keys = new ArrayList<>();
    private final Set<MailboxId> forgotten = new LinkedHashSet<>();

    /** A mailbox's copy of a mail. */
    record Key(MailboxId mailbox, MessageId id) {}

    static RecordBatch of(Iterable<LogRecord> records, MailboxTable mailboxes) {
        RecordBatch batch = new RecordBatch();
        for (LogRecord record : records) {
            if (record instanceof LogRecord.Message message) {
                batch.kept.put(new Key(message.mailbox(), message.id()), message);
                mailboxes.change(message.mailbox()).received(message);
            } else if (record instanceof LogRecord.Key key) {
                batch.keys.add(key);
            } else if (record instanceof LogRecord.Deletion deletion) {
                batch.delete(deletion);
            } else if (record instanceof LogRecord.State state) {
                MailboxRow row = mailboxes.change(state.mailbox());
                if (state.removed()) {
                    row.remove();
                    batch.keys.removeIf(key -> key.mailbox().equals(state.mailbox()));
                    batch.forgotten.add(state.mailbox());
                } else {
                    row.put();
                }
            }
        }
        return batch;
    }

    private void delete(LogRecord.Deletion deletion) {
        for (MessageId id : deletion.messages()) {
            Key key = new Key(deletion.mailbox(), id);
            kept.remove(key);
            deleted.add(key);
        }
    }

    Collection<LogRecord.Message> kept() {
        return kept.values();
    }

    Collection<Key> deleted() {
        return deleted;
    }

    /** Keys that are there behind these records. */
    Collection<LogRecord.Key> keys() {
        return keys;
    }

    /** Mailboxes that have none of the keys of before these records. */
    Collection<MailboxId> forgotten() {
        return forgotten;
    }
}
