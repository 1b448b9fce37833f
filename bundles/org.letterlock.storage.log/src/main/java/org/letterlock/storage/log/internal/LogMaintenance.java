package org.letterlock.storage.log.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.letterlock.newfolder.NewFolder;
import org.letterlock.newfolder.NoSpaceException;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.StorageException;
import org.letterlock.storage.api.StorageException.Reason;
import org.letterlock.storage.api.StoreMaintenance;

/** What is done with the whole log at the wish of an administrator, on his thread. */
final class LogMaintenance implements StoreMaintenance {

    private final DataFolder folder;
    private final LogState state;
    private final Supplier<LogPosition> end;
    private final BooleanSupplier closed;
    private final Disk disk;
    private final long lowWaterBytes;
    private final Lock deleting;
    private final Semaphore copying = new Semaphore(1);
    private final Semaphore verifying = new Semaphore(1);

    /**
     * Makes it.
     *
     * @param lowWaterBytes what must stay free where the store is
     * @param deleting is held by whoever deletes files of the store
     * @param end the end of what is durable
     * @param closed whether the store stops
     */
    LogMaintenance(
            DataFolder folder,
            Disk disk,
            long lowWaterBytes,
            LogState state,
            Lock deleting,
            Supplier<LogPosition> end,
            BooleanSupplier closed) {
        this.folder = folder;
        this.disk = disk;
        this.lowWaterBytes = lowWaterBytes;
        this.deleting = deleting;
        this.state = state;
        this.end = end;
        this.closed = closed;
    }

    @Override
    public Verification verify(Collection<LedgerHead> earlier, Progress progress) throws StorageException {
        if (!verifying.tryAcquire()) {
            throw new StorageException(Reason.IO, "the store is being verified already", null);
        }
        try {
            return new LogVerifier(folder, state, extent(), earlier, deleting, this::checkOpen).run(progress);
        } catch (IOException e) {
            throw Failures.io("verifying was broken off: " + e, e);
        } finally {
            verifying.release();
        }
    }

    @Override
    public Backup backup(Path target, Progress progress) throws StorageException {
        if (!copying.tryAcquire()) {
            throw new StorageException(Reason.IO, "a backup is being made already", null);
        }
        deleting.lock();
        try {
            return copy(target, progress);
        } catch (NoSpaceException e) {
            throw new StorageException(Reason.DISK_LOW, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw Failures.io("the backup was broken off: " + e, e);
        } finally {
            deleting.unlock();
            copying.release();
        }
    }

    private Backup copy(Path target, Progress progress) throws IOException, StorageException {
        try (NewFolder copy = NewFolder.create(target, folder.data())) {
            Backup backup =
                    new BackupCopy(folder, disk, copy, this::checkOpen, progress).run(this::extent, lowWaterBytes);
            copy.complete();
            return backup;
        }
    }

    @Override
    public List<LedgerHead> ledgerHeads() {
        return LedgerHeadLog.heads(state);
    }

    /** The log at a moment. The end tells of segments that were begun and have gone since. */
    private LogExtent extent() {
        LogPosition before;
        LogExtent extent;
        do {
            before = end.get();
            extent = state.extent(before);
        } while (end.get().segment() != before.segment());
        return extent;
    }

    private void checkOpen() throws StorageException {
        if (closed.getAsBoolean()) {
            throw Failures.closed();
        }
    }
}
