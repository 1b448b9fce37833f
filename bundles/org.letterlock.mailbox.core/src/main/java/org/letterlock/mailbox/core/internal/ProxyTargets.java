package org.letterlock.mailbox.core.internal;

import org.letterlock.mailbox.api.MailboxException;
import org.letterlock.mailbox.api.ProxyRules;
import org.letterlock.settings.TargetList;

/** Checks a mailbox's own list of servers that sessions may lead to. */
final class ProxyTargets {

    private static final int MAX_ENTRIES = 200;
    private static final int MAX_LENGTH = 300;

    private ProxyTargets() {}

    /** Whether rules can be kept; says in the operator's words what is wrong. */
    static void require(ProxyRules rules) throws MailboxException {
        if (rules.targets().size() > MAX_ENTRIES) {
            throw invalid("a mailbox has at most " + MAX_ENTRIES + " targets");
        }
        if (rules.targets().stream().anyMatch(target -> target.length() > MAX_LENGTH)) {
            throw invalid("a target has at most " + MAX_LENGTH + " characters");
        }
        try {
            TargetList.of(rules.targets());
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private static MailboxException invalid(String message) {
        return new MailboxException(MailboxException.Reason.INVALID, message, null);
    }
}
