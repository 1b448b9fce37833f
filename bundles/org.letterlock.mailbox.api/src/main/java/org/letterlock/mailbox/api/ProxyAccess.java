package org.letterlock.mailbox.api;

import java.util.Objects;

/**
 * What a session may do that passes through the gateway.
 *
 * @param copied whether its mails are copied; not while the mailbox is suspended
 * @param rules the mailbox's rules
 */
public record ProxyAccess(boolean copied, ProxyRules rules) {

    /** Checks for null. */
    public ProxyAccess {
        Objects.requireNonNull(rules, "rules");
    }
}
