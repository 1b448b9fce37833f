package org.letterlock.admin.api;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Finds out who somebody is who wants to use REST or the console. Failed attempts are slowed by address and by user, and
 * audited, by who provides it. Thread-safe; blocks while a password is hashed, some tenths of a second.
 */
@ProviderType
public interface SignIn {

    /** How an attempt ended. */
    enum Outcome {
        /** Known. */
        ACCEPTED,
        /** User, password or token is wrong. */
        DENIED,
        /** The password is right, but the user has a second factor and no code was given. */
        CODE_REQUIRED,
        /** Not looked at: too many failed attempts, too many at once, or the users cannot be read. */
        SLOWED
    }

    /**
     * The end of an attempt.
     *
     * @param outcome how it ended
     * @param user who it is, null unless accepted
     * @param retryAfterSeconds when it is worth trying again, 0 unless slowed
     */
    record Attempt(Outcome outcome, @Nullable UserView user, int retryAfterSeconds) {}

    /**
     * Checks a password.
     *
     * <p>The same password from the same address within a short time leaves one entry in the audit log if the door is
     * {@code rest}.
     *
     * @param name the user's name, whatever came
     * @param password the password; read, not kept
     * @param code one-time password, null if none was given; each is accepted once
     * @param from where the attempt comes from
     * @param door {@code rest} or {@code console}, for the audit log
     * @return how it ended
     */
    Attempt password(String name, char[] password, @Nullable String code, InetAddress from, String door);

    /**
     * Checks an API token. The user that it gives has the token's roles, as far as the token's owner has them too.
     *
     * @param secret the token's secret, whatever came
     * @param from where the attempt comes from
     * @return how it ended
     */
    Attempt token(String secret, InetAddress from);

    /**
     * The user as it is now; a session ends where that says so.
     *
     * @param name the user's name
     * @return a text that is another one as soon as the user's password, second factor or roles change; null if there is
     *     no such user any more
     */
    @Nullable String stamp(String name);
}
