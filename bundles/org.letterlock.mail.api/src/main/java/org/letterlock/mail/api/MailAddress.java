package org.letterlock.mail.api;

import java.util.Locale;
import java.util.Objects;

/**
 * A mailbox in the sense of RFC 5321, section 4.1.2: local part and domain, or the bare local part {@code postmaster}
 * (section 4.1.1.3), whose domain is empty.
 *
 * @param localPart the local part with its quoting removed, never empty; case is kept (section 2.4)
 * @param domain the domain, or an address literal with its brackets; lower case; empty only for bare {@code postmaster}
 */
public record MailAddress(String localPart, String domain) {

    /** Checks and lower-cases the domain. */
    public MailAddress {
        Objects.requireNonNull(localPart, "localPart");
        if (localPart.isEmpty()) {
            throw new IllegalArgumentException("localPart is empty");
        }
        requireNoControls(localPart);
        requireNoControls(domain);
        domain = domain.toLowerCase(Locale.ROOT);
    }

    private static void requireNoControls(String text) {
        if (text.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
            throw new IllegalArgumentException("control character in a mail address");
        }
    }

    /**
     * The address as it stands in a command or header, the local part quoted where RFC 5321, section 4.1.2 demands it.
     *
     * @return the address, without angle brackets
     */
    @Override
    public String toString() {
        String local = isDotString(localPart) ? localPart : quote(localPart);
        return domain.isEmpty() ? local : local + "@" + domain;
    }

    private static boolean isDotString(String local) {
        boolean atomOpen = false;
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            if (c == '.') {
                if (!atomOpen) {
                    return false;
                }
                atomOpen = false;
            } else if (c > 0x7f || Character.isLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0) {
                atomOpen = true;
            } else {
                return false;
            }
        }
        return atomOpen;
    }

    private static String quote(String local) {
        StringBuilder quoted = new StringBuilder(local.length() + 2).append('"');
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }
}
