package org.letterlock.index.derby.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.letterlock.index.derby.internal.Schema.UnusableException;
import org.letterlock.storage.api.MessageStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has an index at hand that fits the store: opens the one that is there, and makes an empty one where there is none or
 * it cannot be used. Confined to the follower's thread, except {@link #distrust}.
 */
final class IndexKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(IndexKeeper.class);

    private final Settings settings;
    private final IndexSlot slot;
    private final AtomicReference<@Nullable String> distrusted = new AtomicReference<>();
    private @Nullable MessageStore checked;

    IndexKeeper(Settings settings, IndexSlot slot) {
        this.settings = settings;
        this.slot = slot;
    }

    /** Has the index made anew, for that reason, before it is used again by the follower. */
    void distrust(String reason) {
        distrusted.set(reason);
    }

    /** The open index, which was made from that store. */
    OpenIndex indexOf(MessageStore store) throws SQLException, IOException, UnusableException {
        String distrust = distrusted.getAndSet(null);
        OpenIndex index = slot.peek();
        if (index != null && distrust == null && store == checked) {
            return index;
        }
        try {
            if (distrust != null) {
                throw new UnusableException(distrust);
            }
            if (index == null) {
                index = open(store);
                slot.set(index);
            } else {
                requireMadeFrom(index, store);
            }
        } catch (UnusableException e) {
            index = replace(e.flaw(), store);
        }
        checked = store;
        return index;
    }

    private OpenIndex replace(String flaw, MessageStore store) throws SQLException, IOException, UnusableException {
        close();
        LOG.info("index is made from the whole log: folder={} reason=\"{}\"", settings.folder(), flaw);
        OpenIndex index = OpenIndex.create(settings.folder(), settings.maxReadConnections(), store.storeId());
        slot.set(index);
        return index;
    }

    private OpenIndex open(MessageStore store) throws SQLException, UnusableException {
        if (!Files.exists(settings.folder())) {
            throw new UnusableException("there was none");
        }
        try {
            OpenIndex index = OpenIndex.open(settings.folder(), settings.maxReadConnections());
            try {
                requireMadeFrom(index, store);
            } catch (UnusableException e) {
                index.close();
                throw e;
            }
            return index;
        } catch (SQLException e) {
            if (DerbyDatabase.isBootedElsewhere(e)) {
                throw e;
            }
            throw new UnusableException("it could not be opened: " + DerbyDatabase.reason(e));
        }
    }

    private static void requireMadeFrom(OpenIndex index, MessageStore store) throws UnusableException {
        if (!index.storeId().equals(store.storeId())) {
            throw new UnusableException("it was made from another store");
        }
        if (index.position().compareTo(store.end()) > 0) {
            throw new UnusableException("it is ahead of the log, at " + index.position());
        }
    }

    /** Closes the index; it is opened again when it is asked for. */
    void close() {
        OpenIndex index = slot.peek();
        slot.set(null);
        if (index != null) {
            index.close();
        }
    }
}
