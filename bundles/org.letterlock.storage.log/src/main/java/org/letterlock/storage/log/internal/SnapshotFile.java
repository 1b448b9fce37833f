package org.letterlock.storage.log.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.letterlock.storage.api.LogPosition;

/**
 * Decides when a snapshot is worth its octets, and writes it. The more there is in it, the more log may come between two,
 * so that snapshots never cost more than a part of what is logged.
 */
final class SnapshotFile {

    private static final int LOG_PER_SNAPSHOT = 4;

    private final DataFolder folder;
    private final Disk disk;
    private long loggedSince;
    private long lastLength;

    SnapshotFile(DataFolder folder, Disk disk) {
        this.folder = folder;
        this.disk = disk;
    }

    /** Encodes the state at the end of a segment, if it is time to. */
    synchronized @Nullable ByteBuffer encodeIfDue(LogPosition end, LogState state) {
        loggedSince += end.offset();
        if (loggedSince < lastLength * LOG_PER_SNAPSHOT) {
            return null;
        }
        ByteBuffer encoded = Snapshot.encode(folder.id(), end, state);
        loggedSince = 0;
        lastLength = encoded.remaining();
        return encoded;
    }

    void write(ByteBuffer encoded) throws IOException {
        DataFolder.replace(disk, folder.store(), "snapshot", encoded);
    }
}
