package org.letterlock.admin.api;

import java.util.Locale;
import java.util.Optional;

/** What a user of the administration may do. The same roles hold in shell, REST and console. */
public enum Role {
    /** Everything. */
    ADMIN,
    /** Mailboxes, proxies, draining; no settings, certificates, users. */
    OPERATOR,
    /** Looks at all but the audit log; changes nothing. */
    VIEWER,
    /** Looks at status and audit log, and exports it; changes nothing. */
    AUDITOR;

    /**
     * As it is written.
     *
     * @return the name in lower case
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads what {@link #label} writes.
     *
     * @param label the name in lower case
     * @return the role, empty if there is none of that name
     */
    public static Optional<Role> of(String label) {
        for (Role role : values()) {
            if (role.label().equals(label)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
