package org.letterlock.metrics.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mailbox.api.Mailbox;

/**
 * What mailboxes are called in labels: their names, of the first ones only, so that the number of series has a bound. While
 * the mailboxes are away, as they were called last. Thread-safe.
 */
final class MailboxNames {

    /** The name of all mailboxes that have none of their own. */
    static final String OTHER = "other";

    private final int max;
    private Map<MailboxId, String> names = Map.of();

    MailboxNames(int max) {
        this.max = max;
    }

    /**
     * Takes the mailboxes of now.
     *
     * @param mailboxes by name
     * @return those that are not among them any more
     */
    synchronized Set<MailboxId> update(List<Mailbox> mailboxes) {
        Map<MailboxId, String> next = new HashMap<>();
        for (Mailbox mailbox : mailboxes) {
            next.put(mailbox.id(), next.size() < max ? mailbox.name() : OTHER);
        }
        Set<MailboxId> gone =
                names.keySet().stream().filter(id -> !next.containsKey(id)).collect(Collectors.toUnmodifiableSet());
        names = next;
        return gone;
    }

    /** Null if there is no such mailbox, or none was seen yet. */
    synchronized @Nullable String of(MailboxId id) {
        return names.get(id);
    }
}
