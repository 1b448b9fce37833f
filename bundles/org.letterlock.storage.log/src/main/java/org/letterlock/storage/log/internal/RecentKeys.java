package org.letterlock.storage.log.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.storage.api.DeduplicationKey;
import org.letterlock.storage.api.MessageStore;

/** The keys of the last mails that have one, in the order of the log, which alone decides what is in it. Not thread-safe. */
final class RecentKeys {

    private final Map<Entry, MessageId> mails = new LinkedHashMap<>();

    /** A key of a mailbox. */
    record Entry(MailboxId mailbox, DeduplicationKey key) {}

    /** The mail that the mailbox got with that key, null if it is not known. */
    @Nullable MessageId find(Entry entry) {
        return mails.get(entry);
    }

    void add(Entry entry, MessageId id) {
        mails.remove(entry);
        mails.put(entry, id);
        if (mails.size() > MessageStore.RECENT_KEYS) {
            mails.remove(mails.keySet().iterator().next());
        }
    }

    void forget(MailboxId mailbox) {
        mails.keySet().removeIf(entry -> entry.mailbox().equals(mailbox));
    }

    /** All of them, in order. */
    Map<Entry, MessageId> mails() {
        return mails;
    }
}
