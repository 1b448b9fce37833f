package org.letterlock.mailbox.core.internal;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.letterlock.mailbox.api.MailboxException;
import org.letterlock.mailbox.api.Refusal;
import org.letterlock.mailbox.api.Sender;
import org.letterlock.mailbox.api.SenderRules;
import org.letterlock.settings.CidrList;

/** A mailbox's rules about senders, ready for use. Immutable. */
final class SenderCheck {

    private static final int MAX_ENTRIES = 200;
    private static final String WILDCARD = "*.";

    /** RFC 1123, section 2.1, and underscores, which certificates have; an internationalized name in its ASCII form. */
    private static final Pattern NAME =
            Pattern.compile("(?:\\*\\.)?[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62})(?:\\.[A-Za-z0-9_][A-Za-z0-9_-]{0,62})*");

    private final CidrList networks;
    private final boolean tlsRequired;
    private final List<String> names;

    private SenderCheck(CidrList networks, boolean tlsRequired, List<String> names) {
        this.networks = networks;
        this.tlsRequired = tlsRequired;
        this.names = names;
    }

    /** Rules that were checked before, when they were set. */
    static SenderCheck of(SenderRules rules) {
        return new SenderCheck(
                CidrList.of(rules.networks()),
                rules.tlsRequired(),
                rules.certificateNames().stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .toList());
    }

    /** Whether rules can be kept; says in the operator's words what is wrong. */
    static void require(SenderRules rules) throws MailboxException {
        if (rules.networks().size() > MAX_ENTRIES || rules.certificateNames().size() > MAX_ENTRIES) {
            throw invalid("a mailbox has at most " + MAX_ENTRIES + " networks and as many certificate names");
        }
        for (String name : rules.certificateNames()) {
            if (name.length() > 253 || !NAME.matcher(name).matches()) {
                throw invalid("'" + name + "' is no DNS name");
            }
        }
        try {
            CidrList.of(rules.networks());
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    private static MailboxException invalid(String message) {
        return new MailboxException(MailboxException.Reason.INVALID, message, null);
    }

    /** Which rule a sender breaks, the one it can mend by itself first; null if none. */
    Refusal.@Nullable Reason brokenBy(Sender sender) {
        if (tlsRequired && !sender.encrypted()) {
            return Refusal.Reason.TLS_REQUIRED;
        }
        if (!isListed(sender.address())) {
            return Refusal.Reason.ADDRESS;
        }
        return names.isEmpty() || sender.certificateNames().stream().anyMatch(this::isNamed)
                ? null
                : Refusal.Reason.CERTIFICATE;
    }

    private boolean isListed(InetAddress address) {
        return networks.isEmpty() || networks.contains(address);
    }

    private boolean isNamed(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return names.stream()
                .anyMatch(rule -> rule.startsWith(WILDCARD)
                        ? lower.length() >= rule.length() && lower.endsWith(rule.substring(1))
                        : lower.equals(rule));
    }
}
