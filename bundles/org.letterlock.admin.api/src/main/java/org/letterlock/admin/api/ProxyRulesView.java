package org.letterlock.admin.api;

import java.util.List;

/**
 * What sessions may do that pass through the gateway and leave their copies in a mailbox.
 *
 * @param enabled whether there may be such sessions
 * @param targets the servers they may lead to, among those that the gateway allows: {@code host[:port]},
 *     {@code *.domain}, {@code cidr[:port]}; empty for all of those
 * @param failOpen whether a mail passes that cannot be kept; if not, it gets a temporary error, or stays where it is
 * @param keepRejected whether the copy of a mail is kept that the other server refuses
 * @param passSuspended whether mails pass uncopied while the mailbox is suspended; if not, logins get a temporary error
 */
public record ProxyRulesView(
        boolean enabled, List<String> targets, boolean failOpen, boolean keepRejected, boolean passSuspended) {

    /** Copies the list. */
    public ProxyRulesView {
        targets = List.copyOf(targets);
    }

    /** With what may be long at the end: the audit log cuts it. */
    @Override
    public String toString() {
        return "enabled=" + enabled + " failOpen=" + failOpen + " keepRejected=" + keepRejected + " passSuspended="
                + passSuspended + " targets=" + targets;
    }
}
