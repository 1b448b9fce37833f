package org.letterlock.mailbox.core.internal;

import java.io.IOException;
import java.util.Map;
import org.letterlock.mail.api.MailboxId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends, at a start, what a crash or a failure of the store left of changes of keys. */
final class KeySettlement {

    private static final Logger LOG = LoggerFactory.getLogger(KeySettlement.class);

    private final KeyFiles keyFiles;
    private final Catalogue catalogue;

    KeySettlement(KeyFiles keyFiles, Catalogue catalogue) {
        this.keyFiles = keyFiles;
        this.catalogue = catalogue;
    }

    void run() throws IOException {
        Map<String, String> standIns = keyFiles.settle(catalogue.keyFiles());
        for (Catalogue.Entry entry : catalogue.all().values()) {
            StoredMailbox settled = settled(entry.id(), entry.stored(), standIns);
            if (!settled.equals(entry.stored())) {
                catalogue.put(Catalogue.Entry.of(entry.id(), settled));
            }
        }
    }

    private StoredMailbox settled(MailboxId id, StoredMailbox stored, Map<String, String> standIns) {
        StoredMailbox settled = stored;
        String current = stored.lockedKeys().get(0);
        String standIn = standIns.get(current);
        String recovery = stored.recoveryKey();
        if (standIn != null) {
            settled = settled.withLock(standIn);
            LOG.warn("mailbox={} has its former password: its change had failed", id);
        } else if (!keyFiles.contains(current)
                && recovery == null
                && !stored.olderKeys().isEmpty()) {
            // Nobody could ever open what is sealed to a key that is not there.
            settled = settled.withFormerKey();
            LOG.warn("mailbox={} has its former key and password: its reset had failed", id);
        }
        if (recovery != null && !keyFiles.contains(recovery)) {
            settled = settled.withRecoveryKey(standIns.get(recovery));
            LOG.warn("mailbox={} has its former recovery code, or none: its change had failed", id);
        }
        return settled;
    }
}
