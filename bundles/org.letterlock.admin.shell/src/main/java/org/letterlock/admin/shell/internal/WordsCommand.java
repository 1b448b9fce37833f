package org.letterlock.admin.shell.internal;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.support.CommandException;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.Role;

/** A command about a user or a token. Karaf reads no options behind the first argument, where people write them. */
abstract class WordsCommand<T> extends GatewayCommand<T> {

    @Argument(name = "words", description = "What the command needs, in this order", multiValued = true)
    List<String> words = List.of();

    @Override
    final T run(GatewayAdmin gateway) throws AdminException, CommandException {
        List<String> rest = new ArrayList<>(words);
        json |= rest.removeIf("--json"::equals);
        return run(gateway, rest);
    }

    /** Does it. */
    abstract T run(GatewayAdmin gateway, List<String> rest) throws AdminException, CommandException;

    /** The words, if there are so many of them. */
    static List<String> exactly(int count, List<String> rest, String usage) throws CommandException {
        if (rest.size() != count) {
            throw failure("give " + usage, null);
        }
        return rest;
    }

    /** Roles with commas between them. */
    static Set<Role> roles(String text) throws CommandException {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String word : MailboxCommand.list(text)) {
            roles.add(Role.of(word)
                    .orElseThrow(
                            () -> failure("there is no role '" + word + "': admin, operator, viewer, auditor", null)));
        }
        return roles;
    }

    static String text(Set<Role> roles) {
        return String.join(",", roles.stream().sorted().map(Role::label).toList());
    }
}
