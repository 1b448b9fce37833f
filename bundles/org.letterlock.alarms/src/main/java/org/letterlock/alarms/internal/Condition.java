package org.letterlock.alarms.internal;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong at one moment.
 *
 * @param key stays the same while it does
 * @param kind as {@link org.letterlock.admin.api.AlarmView#kind}
 * @param critical whether something does not work, rather than soon will not
 * @param mailbox id of the mailbox that it is about, null if it is about none
 * @param text one line for people
 */
record Condition(
        String key, Kind kind, boolean critical, @Nullable String mailbox, String text) {

    /** What kinds there are, and for how long one must last to raise an alarm and be gone to clear it. */
    enum Kind {
        /** It is counted anew at each start: that none is counted says little. */
        UNKNOWN_RECIPIENT(Duration.ZERO, Duration.ofHours(24)),
        DISK(Duration.ofMinutes(1), Duration.ofMinutes(10)),
        CERTIFICATE(Duration.ofMinutes(1), Duration.ofMinutes(1)),
        /** So is this. */
        DAMAGE(Duration.ofMinutes(1), Duration.ofHours(24)),
        /** Parts come and go for moments while the gateway starts or is upgraded. */
        PROBLEM(Duration.ofMinutes(1), Duration.ofMinutes(1));

        final Duration raiseAfter;
        final Duration clearAfter;

        Kind(Duration raiseAfter, Duration clearAfter) {
            this.raiseAfter = raiseAfter;
            this.clearAfter = clearAfter;
        }

        /** Reads what {@link #label} writes; another version may have written others. */
        static Kind of(String label) {
            return Stream.of(values())
                    .filter(kind -> kind.label().equals(label))
                    .findFirst()
                    .orElse(PROBLEM);
        }

        /** The name in lower case, with hyphens. */
        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
