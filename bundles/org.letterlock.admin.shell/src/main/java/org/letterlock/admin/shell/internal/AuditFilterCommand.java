package org.letterlock.admin.shell.internal;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AuditQuery;

/** A command about some entries of the audit log. */
abstract class AuditFilterCommand<T> extends GatewayCommand<T> {

    @Option(name = "--user", description = "Entries of this user")
    @Nullable String user;

    @Option(name = "--door", description = "Entries by this door: shell, rest, console, pop3 or gateway")
    @Nullable String door;

    @Option(name = "--act", description = "Entries of acts that begin so")
    @Nullable String act;

    @Option(name = "--mailbox", description = "Entries about the mailbox of this id")
    @Nullable String mailbox;

    @Option(name = "--outcome", description = "Entries of this outcome: done, refused or failed")
    @Nullable String outcome;

    @Option(name = "--since", description = "Entries from this time on: 2026-01-31, or 2026-01-31T09:15:00Z")
    @Nullable String since;

    @Option(name = "--until", description = "Entries before this time")
    @Nullable String until;

    /** What the options ask for. */
    final AuditQuery query(@Nullable Long before, int limit) throws CommandException {
        return new AuditQuery(
                user, door, act, mailbox, outcome, time("--since", since), time("--until", until), before, limit);
    }

    private static @Nullable Instant time(String option, @Nullable String text) throws CommandException {
        if (text == null) {
            return null;
        }
        try {
            return text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw failure(option + " takes a day (2026-01-31, UTC) or a time (2026-01-31T09:15:00Z)", e);
        }
    }
}
