package org.letterlock.storage.api;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;

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
 * @param damaged damaged places that were found since the store started
 * @param quarantined damaged records of which a copy is kept, found since or before, by place; at most 1,000
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
        long damaged,
        List<Quarantined> quarantined) {

    /**
     * A damaged record of which a copy is kept as it was found, until somebody deletes it.
     *
     * @param position where it was
     * @param mailbox whose it was, null if that cannot be read any more
     * @param message which mail it was, null if it was none or that cannot be read any more
     */
    public record Quarantined(
            LogPosition position,
            @Nullable MailboxId mailbox,
            @Nullable MessageId message) {

        /** Checks for null. */
        public Quarantined {
            Objects.requireNonNull(position, "position");
        }

        /**
         * Name of the copy in the store's folder {@code quarantine}.
         *
         * @return segment number, 8 digits or more, and offset
         */
        public String file() {
            return "%08d-%d".formatted(position.segment(), position.offset());
        }
    }

    /** Copies the list. */
    public StoreStatus {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(end, "end");
        quarantined = List.copyOf(quarantined);
    }
}
