package org.letterlock.admin.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alarm.
 *
 * @param key stays the same while the alarm does
 * @param kind {@code unknown-recipient}, {@code disk}, {@code certificate}, {@code damage} or {@code problem}
 * @param severity {@code critical} or {@code warning}
 * @param mailbox id of the mailbox that it is about, null if it is about none
 * @param text what is wrong, one line for people
 * @param since when it was raised
 * @param cleared when it was cleared, null while it is raised
 */
public record AlarmView(
        String key,
        String kind,
        String severity,
        @Nullable String mailbox,
        String text,
        Instant since,
        @Nullable Instant cleared) {}
