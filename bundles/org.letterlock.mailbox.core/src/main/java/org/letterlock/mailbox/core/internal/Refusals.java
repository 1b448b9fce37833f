package org.letterlock.mailbox.core.internal;

import java.net.InetAddress;
import java.time.Clock;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mailbox.api.Refusal;
import org.letterlock.mailbox.api.Sender;

/**
 * Counts refused recipients, so that a mistyped journal address and a rule that keeps a sender out show. The one refused
 * longest ago makes room for a new one: strangers who try addresses cost no more memory. Thread-safe.
 */
final class Refusals {

    private static final int MAX_KEPT = 100;
    private static final int MAX_SHOWN_CHARACTERS = 64;

    private final Clock clock;
    private final Map<Key, Refusal> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Refusal> eldest) {
            return size() > MAX_KEPT;
        }
    };

    private record Key(String recipient, Refusal.Reason reason) {}

    Refusals(Clock clock) {
        this.clock = clock;
    }

    /** A local part that is no mailbox. */
    void unknown(String localPart, Sender sender) {
        StringBuilder shown = new StringBuilder(MAX_SHOWN_CHARACTERS);
        localPart
                .toLowerCase(Locale.ROOT)
                .chars()
                .limit(MAX_SHOWN_CHARACTERS)
                .forEach(c -> shown.append(c > ' ' && c <= '~' ? (char) c : '?'));
        count(shown.toString(), Refusal.Reason.UNKNOWN, sender.address());
    }

    /** A mailbox whose rules the sender breaks. */
    void refused(MailboxId mailbox, Refusal.Reason reason, Sender sender) {
        count(mailbox.toString(), reason, sender.address());
    }

    private synchronized void count(String recipient, Refusal.Reason reason, InetAddress address) {
        Key key = new Key(recipient, reason);
        Refusal before = kept.get(key);
        kept.put(
                key,
                new Refusal(
                        recipient,
                        reason,
                        before == null ? 1 : before.count() + 1,
                        clock.instant(),
                        address.getHostAddress()));
    }

    /** The last ones first. */
    synchronized List<Refusal> list() {
        return kept.values().stream()
                .sorted(Comparator.comparing(Refusal::last).reversed())
                .toList();
    }

    /** The mailbox is gone. */
    synchronized void forget(MailboxId mailbox) {
        kept.keySet().removeIf(key -> key.recipient().equals(mailbox.toString()));
    }
}
