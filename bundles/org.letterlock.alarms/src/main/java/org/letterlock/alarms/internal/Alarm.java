package org.letterlock.alarms.internal;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AlarmView;

/**
 * An alarm as it is kept.
 *
 * @param since ISO 8601
 * @param cleared ISO 8601, null while it is raised
 */
record Alarm(
        String key,
        String kind,
        String severity,
        @Nullable String mailbox,
        String text,
        String since,
        @Nullable String cleared) {

    private static final int MAX_TEXT = 500;

    static Alarm raised(Condition condition, Instant since) {
        return new Alarm(
                condition.key(),
                condition.kind().label(),
                condition.critical() ? "critical" : "warning",
                condition.mailbox(),
                line(condition.text()),
                since.toString(),
                null);
    }

    /** What is not visible could act on whatever shows it. */
    private static String line(String text) {
        String visible = text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
        return visible.length() <= MAX_TEXT ? visible : visible.substring(0, MAX_TEXT) + "...";
    }

    Alarm cleared(Instant time) {
        return new Alarm(key, kind, severity, mailbox, text, since, time.toString());
    }

    @JsonIgnore
    boolean isRaised() {
        return cleared == null;
    }

    AlarmView view() {
        return new AlarmView(
                key,
                kind,
                severity,
                mailbox,
                text,
                Instant.parse(since),
                cleared == null ? null : Instant.parse(cleared));
    }
}
