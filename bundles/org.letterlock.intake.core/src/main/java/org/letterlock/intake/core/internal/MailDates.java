package org.letterlock.intake.core.internal;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes dates for headers (RFC 5322, section 3.3); one date serves all mails of its second. Thread-safe. */
final class MailDates {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, d MMM uuuu HH:mm:ss xx", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private volatile Dated latest = new Dated(0, FORMAT.format(Instant.EPOCH));

    String format(Instant time) {
        Dated dated = latest;
        if (dated.second != time.getEpochSecond()) {
            dated = new Dated(time.getEpochSecond(), FORMAT.format(time));
            latest = dated;
        }
        return dated.text;
    }

    private record Dated(long second, String text) {}
}
