package org.letterlock.users.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.UserView;

/** The users, from Karaf's realm and what is kept beside it. Reads; {@link RealmUserAdmin} changes. */
final class UserDirectory {

    /** Whose first password may lie in a file. */
    static final String FIRST_USER = "admin";

    private final RealmFile realm;
    private final StateFile state;
    private final Path initialPassword;

    /**
     * Makes it.
     *
     * @param initialPassword the file in which a first password lies until it is changed
     */
    UserDirectory(RealmFile realm, StateFile state, Path initialPassword) {
        this.realm = realm;
        this.state = state;
        this.initialPassword = initialPassword;
    }

    Collection<RealmFile.Entry> entries() throws IOException {
        return realm.entries().values();
    }

    RealmFile.@Nullable Entry find(String name) throws IOException {
        return realm.entries().get(name);
    }

    UserView view(RealmFile.Entry entry) {
        UserState kept = state.state().user(entry.name());
        return new UserView(
                entry.name(),
                Roles.of(entry.roles()),
                kept.factorInForce() != null,
                mustChangePassword(entry.name(), kept),
                kept.lastSignIn());
    }

    private boolean mustChangePassword(String name, UserState kept) {
        return kept.mustChangePassword() || (name.equals(FIRST_USER) && Files.exists(initialPassword));
    }

    /** The password of the first user is another one now, or nobody's. */
    void forgetInitialPassword(String name) throws IOException {
        if (name.equals(FIRST_USER)) {
            Files.deleteIfExists(initialPassword);
        }
    }

    /** See {@link org.letterlock.admin.api.SignIn#stamp}. Digests are salted: the same password twice makes two stamps. */
    String stamp(RealmFile.Entry entry) {
        UserState.Factor factor = state.state().user(entry.name()).factorInForce();
        return Secrets.sha256(String.join(
                "\n",
                List.of(
                        entry.name(),
                        entry.secret(),
                        String.join(",", entry.roles()),
                        factor == null ? "" : factor.secret())));
    }
}
