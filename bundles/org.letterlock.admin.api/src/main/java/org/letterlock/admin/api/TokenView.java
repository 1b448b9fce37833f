package org.letterlock.admin.api;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An API token.
 *
 * @param id names it; no secret
 * @param user whose it is
 * @param name what it is for
 * @param roles what it may do at most
 * @param created when it was created
 * @param expires until when it holds, null for no end
 * @param lastUsed when it was last used, to the minute; null if never
 */
public record TokenView(
        String id,
        String user,
        String name,
        Set<Role> roles,
        Instant created,
        @Nullable Instant expires,
        @Nullable Instant lastUsed) {

    /** Copies the roles. */
    public TokenView {
        roles = Set.copyOf(roles);
    }
}
