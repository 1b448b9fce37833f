package org.letterlock.mailbox.core.internal;

import java.io.IOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.crypto.api.EscrowCertificate;
import org.letterlock.crypto.api.MailboxKeys;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mailbox.api.MailboxException;
import org.letterlock.mailbox.api.MailboxException.Reason;
import org.letterlock.mailbox.api.MailboxRequest;
import org.letterlock.storage.api.MessageStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes mailboxes with keys of their own. One at a time: the caller sees to that. */
final class Creation {

    private static final Logger LOG = LoggerFactory.getLogger(Creation.class);

    private final Catalogue catalogue;
    private final MessageStore store;
    private final MailboxStates states;
    private final KeyFiles keyFiles;
    private final KeyChanges keyChanges;
    private final String domain;
    private final Clock clock;

    /** A mailbox that was made, and its recovery code, null if it has none. */
    record Created(Catalogue.Entry entry, @Nullable String recoveryCode) {}

    Creation(
            Catalogue catalogue,
            MessageStore store,
            MailboxStates states,
            KeyFiles keyFiles,
            KeyChanges keyChanges,
            String domain,
            Clock clock) {
        this.catalogue = catalogue;
        this.store = store;
        this.states = states;
        this.keyFiles = keyFiles;
        this.keyChanges = keyChanges;
        this.domain = domain;
        this.clock = clock;
    }

    Created create(
            MailboxKeys keys, MailboxId id, MailboxRequest request, @Nullable EscrowCertificate escrow, char[] password)
            throws MailboxException {
        requireUnused(id);
        try {
            MailboxKeys.NewKey key = keys.create(password);
            KeyChanges.Recovery recovery = request.recoveryCode()
                    ? keyChanges.recovery(keys, key.lockedKey(), password).orElseThrow()
                    : null;
            StoredMailbox stored = StoredMailbox.create(
                            request.name(),
                            request.description(),
                            domain,
                            clock.instant(),
                            key.publicKey(),
                            keyFiles.write(key.lockedKey()))
                    .withRecoveryKey(recovery == null ? null : keyFiles.write(recovery.lock()))
                    .withEscrow(escrow);
            Catalogue.Entry created = states.change(id, stored);
            LOG.info("mailbox={} created", id);
            return new Created(created, recovery == null ? null : recovery.code());
        } catch (CryptoException | IOException e) {
            throw new MailboxException(Reason.UNAVAILABLE, "no key could be made: " + e.getMessage(), e);
        }
    }

    /** An id that had mails is never used again: what is left of them would be handed out, or the new ones deleted. */
    private void requireUnused(MailboxId id) throws MailboxException {
        if (catalogue.find(id) != null) {
            throw new MailboxException(Reason.ID_TAKEN, "there is a mailbox " + id + " already", null);
        }
        if (store.lastSequence(id) > 0) {
            throw new MailboxException(
                    Reason.ID_TAKEN, id + " was a mailbox that is deleted; its id cannot be used again", null);
        }
    }
}
