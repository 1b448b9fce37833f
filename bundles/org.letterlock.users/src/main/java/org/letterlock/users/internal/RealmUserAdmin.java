package org.letterlock.users.internal;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.AdminException.Reason;
import org.letterlock.admin.api.NewToken;
import org.letterlock.admin.api.NewUser;
import org.letterlock.admin.api.Role;
import org.letterlock.admin.api.SecondFactor;
import org.letterlock.admin.api.TokenView;
import org.letterlock.admin.api.UserAdmin;
import org.letterlock.admin.api.UserView;

/** The users of Karaf's realm, whom its shell knows as well. One change happens at a time. */
final class RealmUserAdmin implements UserAdmin {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,39}");

    private final UserDirectory directory;
    private final RealmFile realm;
    private final RealmFile keys;
    private final StateFile state;
    private final Tokens tokens;
    private final CheckedPasswords passwords;
    private final Secrets secrets;
    private final String gateway;
    private final Clock clock;
    private final Object changes = new Object();

    /**
     * Makes it.
     *
     * @param keys the realm's users who log in to the shell by key
     * @param gateway what authenticators show as the place of a code
     */
    RealmUserAdmin(
            UserDirectory directory,
            RealmFile realm,
            RealmFile keys,
            StateFile state,
            Tokens tokens,
            CheckedPasswords passwords,
            Secrets secrets,
            String gateway,
            Clock clock) {
        this.directory = directory;
        this.realm = realm;
        this.keys = keys;
        this.state = state;
        this.tokens = tokens;
        this.passwords = passwords;
        this.secrets = secrets;
        this.gateway = gateway;
        this.clock = clock;
    }

    @Override
    public List<UserView> users() throws AdminException {
        return done(() -> {
            List<UserView> views = new ArrayList<>();
            directory.entries().forEach(entry -> views.add(directory.view(entry)));
            return views;
        });
    }

    @Override
    public UserView user(String name) throws AdminException {
        return directory.view(require(name));
    }

    @Override
    public NewUser createUser(String name, Set<Role> roles) throws AdminException {
        if (!NAME.matcher(name).matches()) {
            throw invalid("a user's name is 1 to 40 lower-case letters, digits, hyphens, dots and underscores,"
                    + " a letter or digit first");
        }
        requireSome(roles);
        String password = secrets.password();
        String digest = passwords.digest(password);
        synchronized (changes) {
            if (done(() -> directory.find(name) != null || keys.entries().containsKey(name))) {
                throw new AdminException(Reason.CONFLICT, "there is a user '" + name + "' already", null);
            }
            // First what nobody can use: what an earlier user of that name left must not be this one's.
            changed(kept -> kept.withoutUser(name).withUser(name, user -> user.withMustChangePassword(true)));
            write(() -> realm.put(name, digest, Roles.grants(roles)));
        }
        return new NewUser(name, password);
    }

    @Override
    public UserView setRoles(String name, Set<Role> roles) throws AdminException {
        requireSome(roles);
        synchronized (changes) {
            RealmFile.Entry entry = require(name);
            if (!roles.contains(Role.ADMIN)) {
                requireOtherAdministrator(name);
            }
            write(() -> realm.put(name, entry.secret(), Roles.grants(roles)));
        }
        return user(name);
    }

    @Override
    public void deleteUser(String name) throws AdminException {
        synchronized (changes) {
            require(name);
            requireOtherAdministrator(name);
            write(() -> {
                keys.remove(name);
                realm.remove(name);
                directory.forgetInitialPassword(name);
            });
            changed(kept -> kept.withoutUser(name));
        }
    }

    @Override
    public NewUser resetUser(String name) throws AdminException {
        require(name);
        String password = secrets.password();
        String digest = passwords.digest(password);
        synchronized (changes) {
            putDigest(require(name), digest);
            changed(kept -> kept.withUser(
                    name, user -> user.withMustChangePassword(true).withFactor(null)));
            write(() -> directory.forgetInitialPassword(name));
        }
        return new NewUser(name, password);
    }

    @Override
    public UserView changeUserPassword(String name, char[] current, char[] next) throws AdminException {
        RealmFile.Entry before = require(name);
        String password = new String(next);
        if (!passwords.matches(new String(current), before.secret())) {
            throw new AdminException(Reason.DENIED, "the current password is another one", null);
        }
        String fault = PasswordRules.fault(name, password);
        if (fault != null) {
            throw invalid(fault);
        }
        if (password.equals(new String(current))) {
            throw invalid("the new password is the current one");
        }
        String digest = passwords.digest(password);
        synchronized (changes) {
            RealmFile.Entry entry = require(name);
            if (!entry.secret().equals(before.secret())) {
                throw new AdminException(Reason.CONFLICT, "the password has just been changed", null);
            }
            putDigest(entry, digest);
            changed(kept -> kept.withUser(name, user -> user.withMustChangePassword(false)));
            write(() -> directory.forgetInitialPassword(name));
        }
        return user(name);
    }

    @Override
    public SecondFactor beginSecondFactor(String name) throws AdminException {
        String secret = secrets.secondFactor();
        synchronized (changes) {
            require(name);
            if (state.state().user(name).factorInForce() != null) {
                throw new AdminException(Reason.CONFLICT, "the user has a second factor already", null);
            }
            changed(kept -> kept.withUser(name, user -> user.withFactor(new UserState.Factor(secret, false, 0))));
        }
        return OneTimePasswords.forAuthenticator(name, secret, gateway);
    }

    @Override
    public UserView confirmSecondFactor(String name, String code) throws AdminException {
        synchronized (changes) {
            require(name);
            UserState.Factor factor = state.state().user(name).factor();
            if (factor == null || factor.confirmed()) {
                throw new AdminException(Reason.CONFLICT, "no second factor waits for being confirmed", null);
            }
            OptionalLong step = OneTimePasswords.step(factor, code, clock.instant());
            if (step.isEmpty()) {
                throw new AdminException(Reason.DENIED, "that is not the code of now", null);
            }
            changed(kept -> kept.withUser(name, user -> user.withFactor(factor.confirmed(step.getAsLong()))));
        }
        return user(name);
    }

    @Override
    public UserView removeSecondFactor(String name) throws AdminException {
        synchronized (changes) {
            require(name);
            changed(kept -> kept.withUser(name, user -> user.withFactor(null)));
        }
        return user(name);
    }

    @Override
    public List<TokenView> tokens() {
        return tokens.views();
    }

    @Override
    public NewToken createToken(String user, String name, Set<Role> roles, @Nullable Instant expires)
            throws AdminException {
        requireSome(roles);
        String fault = tokens.fault(name, expires);
        if (fault != null) {
            throw invalid(fault);
        }
        synchronized (changes) {
            UserView owner = directory.view(require(user));
            if (!Roles.includes(owner.roles(), roles)) {
                throw invalid("a token can have the roles of its user only");
            }
            if (tokens.areTooMany(user)) {
                throw new AdminException(
                        Reason.CONFLICT, "the user has " + Tokens.MAX_PER_USER + " tokens already", null);
            }
            return done(() -> tokens.create(user, name, roles, expires));
        }
    }

    @Override
    public void revokeToken(String id) throws AdminException {
        synchronized (changes) {
            if (!tokens.exists(id)) {
                throw new AdminException(Reason.NOT_FOUND, "there is no token of that id", null);
            }
            write(() -> tokens.revoke(id));
        }
    }

    private void requireOtherAdministrator(String name) throws AdminException {
        for (UserView user : users()) {
            if (user.roles().contains(Role.ADMIN) && !user.name().equals(name)) {
                return;
            }
        }
        if (user(name).roles().contains(Role.ADMIN)) {
            throw new AdminException(Reason.CONFLICT, "nobody would be an administrator any more", null);
        }
    }

    private RealmFile.Entry require(String name) throws AdminException {
        return done(() -> Optional.ofNullable(directory.find(name)))
                .orElseThrow(() -> new AdminException(Reason.NOT_FOUND, "there is no user of that name", null));
    }

    private void putDigest(RealmFile.Entry entry, String digest) throws AdminException {
        write(() -> realm.put(entry.name(), digest, entry.grants()));
    }

    private void changed(UnaryOperator<State> change) throws AdminException {
        write(() -> state.change(change));
    }

    /** Something with files. */
    private interface Work<T> {
        T run() throws IOException;
    }

    /** The same without a result. */
    private interface Act {
        void run() throws IOException;
    }

    private static void write(Act act) throws AdminException {
        done(() -> {
            act.run();
            return true;
        });
    }

    private static <T> T done(Work<T> work) throws AdminException {
        try {
            return work.run();
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private static AdminException unavailable(IOException e) {
        return new AdminException(Reason.UNAVAILABLE, "the files of the users cannot be used: " + e, e);
    }

    private static AdminException invalid(String message) {
        return new AdminException(Reason.INVALID, message, null);
    }

    private static void requireSome(Set<Role> roles) throws AdminException {
        if (roles.isEmpty()) {
            throw invalid("give one role at least");
        }
    }
}
