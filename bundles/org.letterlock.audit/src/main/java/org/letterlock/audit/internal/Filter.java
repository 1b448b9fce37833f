package org.letterlock.audit.internal;

import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AuditEntry;
import org.letterlock.admin.api.AuditQuery;

/** Which entries a query asks for; texts are compared as they are kept. */
final class Filter {

    private final AuditQuery query;
    private final @Nullable String user;
    private final @Nullable String act;

    Filter(AuditQuery query) {
        this.query = query;
        user = query.user() == null ? null : SafeText.of(query.user());
        act = query.act() == null ? null : SafeText.of(query.act());
    }

    boolean matches(AuditEntry entry) {
        return is(user, entry.user())
                && is(query.door(), entry.door())
                && is(query.outcome(), entry.outcome())
                && is(query.mailbox(), entry.about().get("mailbox"))
                && (act == null || entry.act().startsWith(act))
                && (query.since() == null || !entry.time().isBefore(query.since()))
                && (query.until() == null || entry.time().isBefore(query.until()));
    }

    boolean isBefore(AuditEntry entry) {
        return query.before() == null || entry.sequence() < query.before();
    }

    private static boolean is(@Nullable String wanted, @Nullable String found) {
        return wanted == null || wanted.equals(found);
    }
}
