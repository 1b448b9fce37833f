package org.letterlock.users.internal;

import java.net.InetAddress;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AuditLog;

/**
 * Who wants to sign in.
 *
 * @param name the user's name, whatever came
 * @param from the address
 * @param door by which door, for the audit log
 */
record Visitor(String name, InetAddress from, String door) {

    static final String NOBODY = "-";

    /** People type a password where the name belongs: what cannot be a name is not written down. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,40}");

    /** What failures count for; what no name can be counts for the address alone. */
    @Nullable String account() {
        return NAME.matcher(name).matches() ? name : null;
    }

    void write(AuditLog audit, AuditLog.Outcome outcome, String reason) {
        String account = account();
        audit.write(
                new AuditLog.Actor(account == null ? NOBODY : account, door, from.getHostAddress()),
                "signIn",
                Map.of(),
                outcome,
                reason);
    }
}
