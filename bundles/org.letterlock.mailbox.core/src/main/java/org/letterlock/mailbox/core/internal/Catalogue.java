package org.letterlock.mailbox.core.internal;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.crypto.api.EscrowCertificate;
import org.letterlock.crypto.api.MailboxPublicKey;
import org.letterlock.mail.api.MailboxId;

/** All mailboxes, in memory. Reading takes no lock: a change replaces the whole map. */
final class Catalogue {

    /** A mailbox, its key and its rules, ready for use. */
    record Entry(
            MailboxId id,
            StoredMailbox stored,
            MailboxPublicKey key,
            @Nullable EscrowCertificate escrow,
            SenderCheck senders) {
        static Entry of(MailboxId id, StoredMailbox stored) {
            return new Entry(
                    id, stored, stored.key(), stored.escrowCertificate(), SenderCheck.of(stored.senderRules()));
        }
    }

    private volatile Map<MailboxId, Entry> entries;

    private Catalogue(Map<MailboxId, Entry> entries) {
        this.entries = Map.copyOf(entries);
    }

    static Catalogue load(Map<MailboxId, byte[]> states) throws IOException {
        Map<MailboxId, Entry> loaded = new HashMap<>();
        for (Map.Entry<MailboxId, byte[]> state : states.entrySet()) {
            loaded.put(state.getKey(), Entry.of(state.getKey(), StoredMailbox.decode(state.getValue())));
        }
        return new Catalogue(loaded);
    }

    @Nullable Entry find(MailboxId id) {
        return entries.get(id);
    }

    Map<MailboxId, Entry> all() {
        return entries;
    }

    synchronized void put(Entry entry) {
        Map<MailboxId, Entry> changed = new HashMap<>(entries);
        changed.put(entry.id(), entry);
        entries = Map.copyOf(changed);
    }

    synchronized void remove(MailboxId id) {
        Map<MailboxId, Entry> changed = new HashMap<>(entries);
        changed.remove(id);
        entries = Map.copyOf(changed);
    }

    /** How many locked keys the mailbox with the most of them has, at least 1. */
    int mostLockedKeys() {
        return entries.values().stream()
                .mapToInt(entry -> entry.stored().lockedKeys().size())
                .max()
                .orElse(1);
    }

    /** The names of all files of locked keys. */
    Set<String> keyFiles() {
        Set<String> names = new HashSet<>();
        entries.values().forEach(entry -> names.addAll(entry.stored().keyFiles()));
        return names;
    }
}
