package org.letterlock.storage.log.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.letterlock.settings.SettingsReader;

/** The store's settings, checked. */
record Settings(
        Path dataDirectory,
        long segmentBytes,
        long largeBodyBytes,
        long inFlightBytes,
        long lowWaterBytes,
        Duration deletionGrace,
        Duration holdDeleted,
        int compactionLivePercent,
        long compactionBytesPerSecond,
        Duration ledgerHeadsInterval) {

    /** How long the octets of a deleted mail stay at least. */
    Duration deletedStay() {
        return holdDeleted.compareTo(deletionGrace) > 0 ? holdDeleted : deletionGrace;
    }

    static Settings read(Map<String, ?> properties) {
        SettingsReader reader = new SettingsReader(SegmentLogStore.PID, properties);
        return new Settings(
                reader.path("dataDirectory"),
                reader.longInteger("segmentBytes", 64L << 10, 256L << 20),
                reader.longInteger("largeBodyBytes", 4L << 10, 64L << 20),
                reader.longInteger("inFlightBytes", 1L << 20, 16L << 30),
                reader.longInteger("lowWaterBytes", 0, Long.MAX_VALUE),
                Duration.ofHours(reader.integer("deletionGraceHours", 0, 365 * 24)),
                Duration.ofDays(reader.integer("holdDeletedDays", 0, 3650)),
                reader.integer("compactionLivePercent", 0, 90),
                reader.longInteger("compactionBytesPerSecond", 64L << 10, 1L << 30),
                Duration.ofHours(reader.integer("ledgerHeadsIntervalHours", 0, 365 * 24)));
    }
}
