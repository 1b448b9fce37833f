package org.letterlock.mailbox.core.internal;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailAddress;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mailbox.api.Mailbox;
import org.letterlock.storage.api.MessageIndex;
import org.letterlock.storage.api.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mailboxes as people see them: their states with the figures of the index. Thread-safe. */
final class MailboxViews {

    private static final Logger LOG = LoggerFactory.getLogger(MailboxViews.class);

    private final Catalogue catalogue;
    private final String domain;
    private final Index index;
    private final OlderKeys olderKeys;
    private final Map<MailboxId, Instant> lastPickups = new ConcurrentHashMap<>();

    /** The index, which may be away. */
    interface Index {
        @Nullable MessageIndex get();
    }

    MailboxViews(Catalogue catalogue, String domain, Index index, OlderKeys olderKeys) {
        this.catalogue = catalogue;
        this.domain = domain;
        this.index = index;
        this.olderKeys = olderKeys;
    }

    /** By name, then id. */
    List<Mailbox> list() {
        return catalogue.all().values().stream()
                .map(this::of)
                .sorted(Comparator.comparing(Mailbox::name).thenComparing(Mailbox::id))
                .toList();
    }

    Optional<Mailbox> find(MailboxId id) {
        return Optional.ofNullable(catalogue.find(id)).map(this::of);
    }

    /** Somebody logged in for pick-up. */
    void pickedUp(MailboxId id, Instant when) {
        lastPickups.put(id, when);
    }

    /** The mailbox is gone. */
    void forget(MailboxId id) {
        lastPickups.remove(id);
    }

    Mailbox of(Catalogue.Entry entry) {
        MessageIndex.Figures figures = figures(entry.id());
        StoredMailbox stored = entry.stored();
        return new Mailbox(
                entry.id(),
                new MailAddress(entry.id().toString(), domain),
                stored.name(),
                stored.description(),
                stored.state(),
                entry.key().fingerprintText().toLowerCase(Locale.ROOT),
                Instant.parse(stored.created()),
                figures.messages(),
                figures.octets(),
                figures.oldest(),
                figures.lastReceived(),
                lastPickups.get(entry.id()),
                stored.senderRules(),
                stored.proxyRules(),
                stored.olderKeys().size(),
                stored.olderKeys().isEmpty() ? 0 : olderKeys.messages(entry.id()),
                stored.recoveryKey() != null,
                entry.escrow() == null ? null : entry.escrow().fingerprintText());
    }

    private MessageIndex.Figures figures(MailboxId id) {
        MessageIndex leased = index.get();
        if (leased != null) {
            try {
                return leased.figures(id);
            } catch (StorageException e) {
                LOG.warn("mailbox={} figures cannot be read: {}", id, e.getMessage());
            }
        }
        return new MessageIndex.Figures(-1, -1, null, null);
    }
}
