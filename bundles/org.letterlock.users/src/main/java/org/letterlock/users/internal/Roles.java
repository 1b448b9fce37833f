package org.letterlock.users.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.letterlock.admin.api.Role;

/** The administration's roles among those of Karaf's realm. Who is an administrator has all of them, and needs no other. */
final class Roles {

    /** Karaf's own commands ask for several roles of an administrator; the group has them. */
    private static final String ADMIN_GROUP = "_g_:admingroup";

    /** Without it nobody gets into the shell. */
    private static final String SHELL = "ssh";

    private Roles() {}

    /** Those among the roles of the realm. */
    static Set<Role> of(Collection<String> realm) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        realm.stream().map(Role::of).flatMap(Optional::stream).forEach(roles::add);
        return simple(roles);
    }

    /** What stands in the realm's file for them. */
    static List<String> grants(Set<Role> roles) {
        if (roles.contains(Role.ADMIN)) {
            return List.of(ADMIN_GROUP);
        }
        List<String> grants =
                new ArrayList<>(roles.stream().sorted().map(Role::label).toList());
        grants.add(SHELL);
        return grants;
    }

    /** What both have. */
    static Set<Role> common(Set<Role> some, Set<Role> others) {
        Set<Role> common = all(some);
        common.retainAll(all(others));
        return simple(common);
    }

    /** Whether who has the first ones has the others too. */
    static boolean includes(Set<Role> some, Set<Role> others) {
        return all(some).containsAll(others);
    }

    private static Set<Role> all(Set<Role> roles) {
        if (roles.contains(Role.ADMIN)) {
            return EnumSet.allOf(Role.class);
        }
        return roles.isEmpty() ? EnumSet.noneOf(Role.class) : EnumSet.copyOf(roles);
    }

    private static Set<Role> simple(Set<Role> roles) {
        return roles.contains(Role.ADMIN) ? EnumSet.of(Role.ADMIN) : roles;
    }
}
