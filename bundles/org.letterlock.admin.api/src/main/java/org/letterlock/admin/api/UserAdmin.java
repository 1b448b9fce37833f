package org.letterlock.admin.api;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** Who may administer, and by which secrets. A part of {@link GatewayAdmin}, which says what holds for all. */
@ProviderType
public interface UserAdmin {

    /**
     * All users.
     *
     * @return by name
     * @throws AdminException if they cannot be read
     */
    @NotAudited
    List<UserView> users() throws AdminException;

    /**
     * One user.
     *
     * @param name the name
     * @return the user
     * @throws AdminException if there is none
     */
    @NotAudited
    UserView user(String name) throws AdminException;

    /**
     * Creates a user with a random first password, which must be changed at the first sign-in.
     *
     * @param name 1 to 40 lower-case letters, digits, hyphens, dots and underscores, a letter or digit first
     * @param roles at least one; an administrator has all, so others beside it are not kept
     * @return the password, that is never shown again
     * @throws AdminException with {@link AdminException.Reason#CONFLICT} if there is one of that name
     */
    NewUser createUser(@Audited("user") String name, @Audited("roles") Set<Role> roles) throws AdminException;

    /**
     * Gives a user other roles. Open sessions of the user end.
     *
     * @param name the user
     * @param roles at least one
     * @return the user as it is now
     * @throws AdminException with {@link AdminException.Reason#CONFLICT} if nobody would be an administrator any more
     */
    UserView setRoles(@Audited("user") String name, @Audited("roles") Set<Role> roles) throws AdminException;

    /**
     * Deletes a user, with tokens and second factor. Open sessions of the user end.
     *
     * @param name the user
     * @throws AdminException with {@link AdminException.Reason#CONFLICT} if nobody would be an administrator any more
     */
    void deleteUser(@Audited("user") String name) throws AdminException;

    /**
     * Gives a user a random new password, which must be changed at the next sign-in, and takes the second factor away.
     * Open sessions of the user end.
     *
     * @param name the user
     * @return the password, that is never shown again
     * @throws AdminException if there is no such user
     */
    NewUser resetUser(@Audited("user") String name) throws AdminException;

    /**
     * Changes a user's own password. Other open sessions of the user end.
     *
     * @param name the user
     * @param current the current password; read, not kept
     * @param next the new one: 12 UTF-16 units at least, 72 octets of UTF-8 at most (the digest sees no more), no
     *     control characters, not the user's name in it, not the current one; read, not kept
     * @return the user as it is now
     * @throws AdminException with {@link AdminException.Reason#DENIED} if the current password is another one, with
     *     {@link AdminException.Reason#INVALID} if the new one cannot be
     */
    UserView changeUserPassword(@Audited("user") String name, char[] current, char[] next) throws AdminException;

    /**
     * Begins to give a user a second factor: time-based one-time passwords (RFC 6238). It holds once
     * {@link #confirmSecondFactor} has seen a code.
     *
     * @param name the user
     * @return the secret for the authenticator
     * @throws AdminException if there is no such user, or with {@link AdminException.Reason#CONFLICT} if it has one
     */
    SecondFactor beginSecondFactor(@Audited("user") String name) throws AdminException;

    /**
     * Puts a second factor in force.
     *
     * @param name the user
     * @param code what the authenticator shows, six digits
     * @return the user as it is now
     * @throws AdminException with {@link AdminException.Reason#DENIED} if it is not the code of now
     */
    UserView confirmSecondFactor(@Audited("user") String name, String code) throws AdminException;

    /**
     * Takes a user's second factor away.
     *
     * @param name the user
     * @return the user as it is now
     * @throws AdminException if there is no such user
     */
    UserView removeSecondFactor(@Audited("user") String name) throws AdminException;

    /**
     * The API tokens of all users.
     *
     * @return by user, then name; never their secrets
     * @throws AdminException if they cannot be read
     */
    @NotAudited
    List<TokenView> tokens() throws AdminException;

    /**
     * Creates an API token. It can do what its user can, at most what its roles allow.
     *
     * @param user whose it is
     * @param name what it is for, 1 to 80 characters
     * @param roles what it may do at most, at least one, and only what its user may do
     * @param expires until when it holds, null for no end
     * @return its secret, that is never shown again
     * @throws AdminException with {@link AdminException.Reason#CONFLICT} if the user has 50 already
     */
    NewToken createToken(
            @Audited("user") String user,
            @Audited("token") String name,
            @Audited("roles") Set<Role> roles,
            @Audited("expires") @Nullable Instant expires)
            throws AdminException;

    /**
     * Revokes an API token at once.
     *
     * @param id its id
     * @throws AdminException if there is none
     */
    void revokeToken(@Audited("token") String id) throws AdminException;
}
