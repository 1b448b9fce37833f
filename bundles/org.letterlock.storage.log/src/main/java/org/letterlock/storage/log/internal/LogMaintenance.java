package org.letterlock.storage.log.internal;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
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
    private final Semaphore verifying = new Semaphore(1);

    /**
     * Makes it.
     *
     * @param end the end of what is durable
     * @param closed whether the store stops
     */
    LogMaintenance(DataFolder folder, LogState state, Supplier<LogPosition> end, BooleanSupplier closed) {
        this.folder = folder;
        this.state = state;
        this.end = end;
        this.closed = closed;
    }

    @Override
    public Verification verify(Collection<LedgerHead> earlier) throws StorageException {
        if (!verifying.tryAcquire()) {
            throw new StorageException(Reason.IO, "the store is being verified already", null);
        }
        try {
            return new LogVerifier(folder, state, extent(), earlier, this::checkOpen).run();
        } catch (IOException e) {
            throw Failures.io("verifying was broken off: " + e, e);
        } finally {
            verifying.release();
        }
    }

    @Override
    public List<LedgerHead> ledgerHeads() {
        return state.mailboxes().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(mailbox -> ChainCheck.head(mailbox.getKey(), mailbox.getValue()))
                .toList();
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
