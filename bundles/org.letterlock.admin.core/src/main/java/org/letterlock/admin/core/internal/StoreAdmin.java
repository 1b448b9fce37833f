package org.letterlock.admin.core.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.AdminException.Reason;
import org.letterlock.admin.api.BackupReport;
import org.letterlock.admin.api.LedgerHead;
import org.letterlock.admin.api.VerifyReport;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mailbox.api.KeyFault;
import org.letterlock.mailbox.api.MailboxService;
import org.letterlock.storage.api.StorageException;
import org.letterlock.storage.api.StoreMaintenance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done with the data folder as a whole, in the terms of administration. */
final class StoreAdmin {

    private static final Logger LOG = LoggerFactory.getLogger(StoreAdmin.class);
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final StoreMaintenance store;

    /** Works on the store, null while it is not there. */
    StoreAdmin(@Nullable StoreMaintenance store) throws AdminException {
        if (store == null) {
            throw new AdminException(Reason.UNAVAILABLE, "the store is not there; gateway:status says why", null);
        }
        this.store = store;
    }

    /** Verifies the store and the keys that the mailboxes name. */
    VerifyReport verify(@Nullable MailboxService mailboxes, List<LedgerHead> earlier) throws AdminException {
        if (mailboxes == null) {
            throw new AdminException(
                    Reason.UNAVAILABLE,
                    "the mailboxes are not loaded, their keys cannot be checked; gateway:status says why",
                    null);
        }
        List<StoreMaintenance.LedgerHead> heads = new ArrayList<>();
        for (LedgerHead head : earlier) {
            heads.add(parse(head));
        }
        List<KeyFault> keys = mailboxes.checkKeys();
        StoreMaintenance.Verification store = verify(heads);
        List<VerifyReport.Damage> damages = new ArrayList<>();
        keys.forEach(key ->
                damages.add(new VerifyReport.Damage(key.file(), 0, key.mailbox().toString(), null, key.what())));
        store.damages().forEach(damage -> damages.add(view(damage)));
        return new VerifyReport(
                store.end().toString(),
                store.segments(),
                store.ledgers(),
                store.largeFiles(),
                store.records(),
                store.mails(),
                store.octets(),
                store.mailboxes(),
                heads.size(),
                store.damaged() + keys.size(),
                damages);
    }

    BackupReport backup(String directory) throws AdminException {
        try {
            StoreMaintenance.Backup backup = store.backup(Path.of(directory));
            LOG.info("backup: folder={} octets={} end={}", backup.directory(), backup.octets(), backup.end());
            return new BackupReport(
                    backup.directory(),
                    backup.files(),
                    backup.octets(),
                    backup.missing(),
                    backup.end().toString());
        } catch (IllegalArgumentException e) {
            throw new AdminException(Reason.INVALID, String.valueOf(e.getMessage()), e);
        } catch (StorageException e) {
            throw new AdminException(Reason.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        }
    }

    List<LedgerHead> ledgerHeads() {
        return store.ledgerHeads().stream()
                .map(head -> new LedgerHead(head.mailbox().toString(), head.sequence(), head.sha256()))
                .toList();
    }

    private StoreMaintenance.Verification verify(List<StoreMaintenance.LedgerHead> heads) throws AdminException {
        try {
            return store.verify(heads);
        } catch (StorageException e) {
            throw new AdminException(Reason.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        }
    }

    private static StoreMaintenance.LedgerHead parse(LedgerHead head) throws AdminException {
        MailboxId mailbox = MailboxId.parse(head.mailbox())
                .orElseThrow(() -> new AdminException(Reason.INVALID, "a head of no mailbox id", null));
        if (!SHA256.matcher(head.sha256()).matches()) {
            throw new AdminException(Reason.INVALID, "the head of " + mailbox + " has no SHA-256", null);
        }
        return new StoreMaintenance.LedgerHead(mailbox, head.sequence(), head.sha256());
    }

    private static VerifyReport.Damage view(StoreMaintenance.Damage damage) {
        return new VerifyReport.Damage(
                damage.file(),
                damage.offset(),
                damage.mailbox() == null ? null : damage.mailbox().toString(),
                damage.message() == null ? null : damage.message().toString(),
                damage.what());
    }
}
