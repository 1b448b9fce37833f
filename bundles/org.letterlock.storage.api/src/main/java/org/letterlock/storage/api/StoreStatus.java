package org.letterlock.storage.api;

import java.util.Objects;

/**
 * Figures of the store.
 *
 * @param directory the data folder
 * @param writable whether mails can be stored now
 * @param detail why not, empty otherwise
 * @param end the end of what is durable
 * @param segments how many segment files there are
 * @param usedBytes size of all files of the store
 * @param freeBytes free space of its file system
 * @param lowWaterBytes free space below which no mail is taken
 * @param inFlightBytes octets taken and not yet durable
 * @param damaged records that replay or reading found damaged since the store started
 */
public record StoreStatus(
        String directory,
        boolean writable,
        String detail,
        LogPosition end,
        int segments,
        long usedBytes,
        long freeBytes,
        long lowWaterBytes,
        long inFlightBytes,
        long damaged) {

    /** Checks for null. */
    public StoreStatus {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(end, "end");
    }
}
