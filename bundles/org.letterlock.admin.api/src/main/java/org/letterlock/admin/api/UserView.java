package org.letterlock.admin.api;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user of the administration.
 *
 * @param name the name
 * @param roles what the user may do
 * @param secondFactor whether a one-time password is asked for as well
 * @param mustChangePassword whether the password must be changed at the next sign-in
 * @param lastSignIn when the user last signed in by password, null if not since that is recorded
 */
public record UserView(
        String name,
        Set<Role> roles,
        boolean secondFactor,
        boolean mustChangePassword,
        @Nullable Instant lastSignIn) {

    /** Copies the roles. */
    public UserView {
        roles = Set.copyOf(roles);
    }
}
