package org.letterlock.mailbox.core.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.storage.api.LogRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mails that could not be read because of damage, since the mailboxes were loaded. In memory only: what was repaired,
 * or blamed in error because of a fault of the machine, comes back by a restart, and a damaged mail is found again at the
 * cost of one failed RETR. Bounded by the mails there are. Thread-safe.
 */
final class DamagedMails {

    private static final Logger LOG = LoggerFactory.getLogger(DamagedMails.class);

    private final Map<MailboxId, Set<MessageId>> found = new ConcurrentHashMap<>();

    /** Marks a mail, and logs that the first time. */
    void add(MailboxId mailbox, MessageId mail, Exception cause) {
        if (found.computeIfAbsent(mailbox, id -> ConcurrentHashMap.newKeySet()).add(mail)) {
            LOG.error(
                    "mail is damaged and hidden from the following pick-ups mailbox={} message={}",
                    mailbox,
                    mail,
                    cause);
        }
    }

    /** The mails of a mailbox that are not marked. Marks of mails that are gone are forgotten. */
    List<LogRecord.Message> withoutDamaged(MailboxId mailbox, List<LogRecord.Message> waiting) {
        Set<MessageId> marked = found.get(mailbox);
        if (marked == null) {
            return waiting;
        }
        Set<MessageId> present = new HashSet<>();
        waiting.forEach(message -> present.add(message.id()));
        marked.retainAll(present);
        return waiting.stream()
                .filter(message -> !marked.contains(message.id()))
                .toList();
    }

    /** The mailbox is gone. */
    void forget(MailboxId mailbox) {
        found.remove(mailbox);
    }

    /** How many are marked, for each mailbox that has some. */
    Map<MailboxId, Integer> counts() {
        return found.entrySet().stream()
                .filter(marked -> !marked.getValue().isEmpty())
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, marked -> marked.getValue().size()));
    }
}
