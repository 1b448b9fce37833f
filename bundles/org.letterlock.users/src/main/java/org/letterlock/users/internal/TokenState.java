package org.letterlock.users.internal;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.Role;
import org.letterlock.admin.api.TokenView;

/** What is kept of an API token: see {@link TokenView}, and the SHA-256 of its secret, hexadecimal. */
record TokenState(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String user,
        @JsonProperty(required = true) String name,
        @JsonProperty(required = true) Set<Role> roles,
        @JsonProperty(required = true) String sha256,
        @JsonProperty(required = true) Instant created,
        @Nullable Instant expires,
        @Nullable Instant lastUsed) {

    TokenState {
        roles = Set.copyOf(roles);
    }

    TokenState usedAt(Instant now) {
        return new TokenState(id, user, name, roles, sha256, created, expires, now);
    }

    boolean isExpiredAt(Instant now) {
        return expires != null && !now.isBefore(expires);
    }

    TokenView view() {
        return new TokenView(id, user, name, roles, created, expires, lastUsed);
    }
}
