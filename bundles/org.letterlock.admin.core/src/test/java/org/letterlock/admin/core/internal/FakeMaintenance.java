package org.letterlock.admin.core.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.StorageException;
import org.letterlock.storage.api.StoreMaintenance;

/** A store that finds what it is told to. */
final class FakeMaintenance implements StoreMaintenance {

    static final LedgerHead HEAD = new LedgerHead(new MailboxId(1, 2), 3, "ab".repeat(32));

    final List<Damage> damages = new ArrayList<>();
    final List<LedgerHead> earlier = new ArrayList<>();

    @Nullable StorageException failure;

    @Override
    public Verification verify(Collection<LedgerHead> heads, Progress progress) throws StorageException {
        fail();
        earlier.addAll(heads);
        return new Verification(new LogPosition(1, 72), 1, 2, 3, 4, 5, 6, 7, damages.size(), damages);
    }

    @Override
    public Backup backup(Path target, Progress progress) throws StorageException {
        fail();
        if (!target.isAbsolute()) {
            throw new IllegalArgumentException("give the absolute path");
        }
        return new Backup(target.toString(), 3, 100, 0, new LogPosition(1, 72));
    }

    @Override
    public List<LedgerHead> ledgerHeads() {
        return List.of(HEAD);
    }

    private void fail() throws StorageException {
        if (failure != null) {
            throw failure;
        }
    }
}
