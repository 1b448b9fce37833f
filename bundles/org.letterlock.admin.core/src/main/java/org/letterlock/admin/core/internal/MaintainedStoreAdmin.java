package org.letterlock.admin.core.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.AdminException.Reason;
import org.letterlock.admin.api.BackupReport;
import org.letterlock.admin.api.IndexProgress;
import org.letterlock.admin.api.LedgerHead;
import org.letterlock.admin.api.Progress;
import org.letterlock.admin.api.StoreAdmin;
import org.letterlock.admin.api.VerifyReport;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mailbox.api.KeyFault;
import org.letterlock.mailbox.api.MailboxService;
import org.letterlock.storage.api.MessageIndex;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.StorageException;
import org.letterlock.storage.api.StoreMaintenance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done with store and index as a whole, in the terms of administration. */
final class MaintainedStoreAdmin implements StoreAdmin {

    private static final Logger LOG = LoggerFactory.getLogger(StoreAdmin.class);
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final Supplier<@Nullable StoreMaintenance> maintenances;
    private final Supplier<@Nullable MailboxService> catalogue;
    private final Supplier<@Nullable MessageStore> stores;
    private final Supplier<@Nullable MessageIndex> indexes;

    /** Works on the parts of each moment, null while they are not there. */
    MaintainedStoreAdmin(
            Supplier<@Nullable StoreMaintenance> maintenances,
            Supplier<@Nullable MailboxService> catalogue,
            Supplier<@Nullable MessageStore> stores,
            Supplier<@Nullable MessageIndex> indexes) {
        this.maintenances = maintenances;
        this.catalogue = catalogue;
        this.stores = stores;
        this.indexes = indexes;
    }

    private static <T> T there(@Nullable T part, String name) throws AdminException {
        if (part == null) {
            throw new AdminException(
                    Reason.UNAVAILABLE, "the " + name + " is not there; gateway:status says why", null);
        }
        return part;
    }

    @Override
    public VerifyReport verify(List<LedgerHead> earlier, Progress progress) throws AdminException {
        StoreMaintenance maintenance = there(maintenances.get(), "store");
        MailboxService mailboxes = catalogue.get();
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
        StoreMaintenance.Verification store = verify(maintenance, heads, progress);
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

    @Override
    public BackupReport backup(String directory, Progress progress) throws AdminException {
        StoreMaintenance store = there(maintenances.get(), "store");
        try {
            StoreMaintenance.Backup backup = store.backup(Path.of(directory), progress::of);
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

    @Override
    public IndexProgress rebuildIndex() throws AdminException {
        MessageIndex index = there(indexes.get(), "index");
        MessageStore store = there(stores.get(), "store");
        try {
            index.rebuild();
        } catch (StorageException e) {
            throw new AdminException(Reason.UNAVAILABLE, "the index could not be made again yet: " + e.getMessage(), e);
        }
        return new IndexProgress(index.position().toString(), store.end().toString());
    }

    @Override
    public List<LedgerHead> ledgerHeads() throws AdminException {
        return there(maintenances.get(), "store").ledgerHeads().stream()
                .map(head -> new LedgerHead(head.mailbox().toString(), head.sequence(), head.sha256()))
                .toList();
    }

    private static StoreMaintenance.Verification verify(
            StoreMaintenance store, List<StoreMaintenance.LedgerHead> heads, Progress progress) throws AdminException {
        try {
            return store.verify(heads, progress::of);
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
