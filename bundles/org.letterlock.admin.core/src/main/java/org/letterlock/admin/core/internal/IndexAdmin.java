package org.letterlock.admin.core.internal;

import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.AdminException.Reason;
import org.letterlock.admin.api.IndexProgress;
import org.letterlock.storage.api.MessageIndex;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.StorageException;

/** What is done with the index, in the terms of administration. */
final class IndexAdmin {

    private final MessageIndex index;
    private final MessageStore store;

    /** Works on the index of the store, each null while it is not there. */
    IndexAdmin(@Nullable MessageIndex index, @Nullable MessageStore store) throws AdminException {
        if (index == null || store == null) {
            String missing = index == null ? "index" : "store";
            throw new AdminException(
                    Reason.UNAVAILABLE, "the " + missing + " is not there; gateway:status says why", null);
        }
        this.index = index;
        this.store = store;
    }

    IndexProgress rebuild() throws AdminException {
        try {
            index.rebuild();
        } catch (StorageException e) {
            throw new AdminException(Reason.UNAVAILABLE, "the index could not be made again yet: " + e.getMessage(), e);
        }
        return new IndexProgress(index.position().toString(), store.end().toString());
    }
}
