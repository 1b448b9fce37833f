package org.letterlock.pop3.proxy.internal;

import org.letterlock.proxy.Decision;

/** What the proxy says to a login for itself (RFC 2449, section 8; RFC 3206). */
final class Refusals {

    static final String SHUTDOWN = "-ERR [SYS/TEMP] The service is restarting, try again later";

    private Refusals() {}

    static String of(Decision.Reason why) {
        return switch (why) {
            case NO_ROUTE -> "-ERR [AUTH] The user name is not user%server%mailbox";
            case NO_MAILBOX -> "-ERR [SYS/TEMP] There is no such mailbox, or it takes no mail now";
            case TOO_MANY -> "-ERR [SYS/TEMP] Too many logins at a time, try again later";
            case AWAY -> "-ERR [SYS/TEMP] The proxy cannot be used now, try again later";
        };
    }
}
