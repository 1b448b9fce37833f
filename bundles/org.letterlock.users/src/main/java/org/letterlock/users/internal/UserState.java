package org.letterlock.users.internal;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a user beside Karaf's realm.
 *
 * @param mustChangePassword whether the password is one that the gateway made
 * @param lastSignIn when the user last signed in by password
 * @param factor the second factor, null if there is none
 */
record UserState(
        @JsonProperty(required = true) boolean mustChangePassword,
        @Nullable Instant lastSignIn,
        @Nullable Factor factor) {

    static final UserState NEW = new UserState(false, null, null);

    /**
     * A second factor.
     *
     * @param secret shared with the authenticator, hexadecimal
     * @param confirmed whether it is asked for
     * @param lastStep time step of the last code that was accepted: neither it nor an earlier one is accepted again
     */
    record Factor(
            @JsonProperty(required = true) String secret,
            @JsonProperty(required = true) boolean confirmed,
            @JsonProperty(required = true) long lastStep) {

        Factor confirmed(long step) {
            return new Factor(secret, true, step);
        }
    }

    UserState withMustChangePassword(boolean must) {
        return new UserState(must, lastSignIn, factor);
    }

    UserState withLastSignIn(Instant now) {
        return new UserState(mustChangePassword, now, factor);
    }

    UserState withFactor(@Nullable Factor changed) {
        return new UserState(mustChangePassword, lastSignIn, changed);
    }

    /** The second factor that is asked for, null if there is none. */
    @Nullable Factor factorInForce() {
        return factor != null && factor.confirmed() ? factor : null;
    }
}
