package org.letterlock.index.derby.internal;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.letterlock.index.derby.internal.Schema.UnusableException;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that takes what is new in the log over into the index. It is never interrupted, because it works on files.
 */
final class LogFollower {

    private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);
    private static final Duration MAX_STOP = Duration.ofMillis(2_500);

    private final Settings settings;
    private final IndexKeeper keeper;
    private final Thread thread = new Thread(this::run, "letterlock-index");
    private volatile @Nullable Source source;
    private volatile boolean woken;
    private volatile boolean stopped;
    private int failures;

    /** A store that is being followed. */
    private record Source(MessageStore store, MessageStore.Following following) {}

    LogFollower(Settings settings, IndexKeeper keeper) {
        this.settings = settings;
        this.keeper = keeper;
    }

    void start() {
        thread.start();
    }

    /** Follows a store from now on, and none that was attached before. */
    synchronized void attach(MessageStore store) {
        Source before = source;
        source = new Source(store, store.follow(this::wake));
        if (before != null) {
            before.following().close();
        }
        wake();
    }

    synchronized void detach(MessageStore store) {
        Source before = source;
        if (before != null && before.store() == store) {
            before.following().close();
            source = null;
        }
    }

    /** Ends the thread; what it had not committed is done again by the next one. */
    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
        try {
            thread.join(MAX_STOP.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void wake() {
        if (!woken) {
            woken = true;
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!stopped) {
            woken = false;
            Source current = source;
            long began = System.nanoTime();
            switch (current == null ? Round.NOTHING : round(current.store())) {
                case NOTHING -> parkUntilWoken();
                case FULL_BATCH -> {}
                case PART_OF_BATCH -> parkUntil(began + settings.batchPause().toNanos());
                case FAILED -> parkUntil(System.nanoTime() + PAUSE_AFTER_FAILURE.toNanos());
            }
        }
    }

    private void parkUntilWoken() {
        while (!stopped && !woken) {
            LockSupport.park(this);
        }
    }

    private void parkUntil(long due) {
        long left = due - System.nanoTime();
        while (!stopped && left > 0) {
            LockSupport.parkNanos(this, left);
            left = due - System.nanoTime();
        }
    }

    private enum Round {
        NOTHING,
        PART_OF_BATCH,
        FULL_BATCH,
        FAILED
    }

    /** Takes one batch over. The only place where failures and bugs of the thread end. */
    private Round round(MessageStore store) {
        try {
            Round round = takeOver(store, keeper.indexOf(store));
            failures = 0;
            return round;
        } catch (StorageException e) {
            if (!stopped) {
                LOG.warn("index cannot read the log, tries again: {}", e.getMessage());
            }
        } catch (SQLException e) {
            failed(DerbyDatabase.reason(e), e);
        } catch (IOException | UnusableException | RuntimeException e) {
            failed(String.valueOf(e.getMessage()), e);
        }
        return Round.FAILED;
    }

    private Round takeOver(MessageStore store, OpenIndex index) throws StorageException, SQLException {
        LogPosition from = index.position();
        LogPosition end = store.end();
        if (from.equals(end)) {
            return Round.NOTHING;
        }
        List<LogRecord> records = new ArrayList<>();
        LogPosition upTo = store.scanWithKeys(from, end, record -> {
            records.add(record);
            return records.size() < settings.maxBatchRecords();
        });
        index.apply(records, upTo);
        return records.size() < settings.maxBatchRecords() ? Round.PART_OF_BATCH : Round.FULL_BATCH;
    }

    /** Opens the index again after a first failure, which lets Derby recover; throws it away after a second in a row. */
    private void failed(String reason, Exception failure) {
        keeper.close();
        if (stopped) {
            return;
        }
        failures++;
        LOG.warn("index could not be written, is opened again: {}", reason, failure);
        if (failures > 1 && !(failure instanceof SQLException sql && DerbyDatabase.isBootedElsewhere(sql))) {
            keeper.distrust("it failed repeatedly: " + reason);
        }
    }
}
