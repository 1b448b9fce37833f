package org.letterlock.users.internal;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is kept beside Karaf's realm: the file {@code users.json}.
 *
 * @param version of the format
 * @param users by name; who is not there has nothing that is worth keeping
 * @param tokens the API tokens
 */
record State(
        @JsonProperty(required = true) int version,
        @JsonProperty(required = true) Map<String, UserState> users,
        @JsonProperty(required = true) List<TokenState> tokens) {

    static final int VERSION = 1;
    static final State NEW = new State(VERSION, Map.of(), List.of());

    State {
        users = Map.copyOf(users);
        tokens = List.copyOf(tokens);
    }

    UserState user(String name) {
        return users.getOrDefault(name, UserState.NEW);
    }

    State withUser(String name, UnaryOperator<UserState> change) {
        SortedMap<String, UserState> changed = new TreeMap<>(users);
        changed.put(name, change.apply(user(name)));
        return new State(version, changed, tokens);
    }

    /** Without the user, and without the user's tokens. */
    State withoutUser(String name) {
        Map<String, UserState> rest = new TreeMap<>(users);
        rest.remove(name);
        return new State(
                version,
                rest,
                tokens.stream().filter(token -> !token.user().equals(name)).toList());
    }

    /** With another token in the place of the one of that id; behind all if there is none; without it if it is null. */
    State withToken(String id, @Nullable TokenState changed) {
        List<TokenState> others = new ArrayList<>(tokens);
        others.removeIf(token -> token.id().equals(id));
        if (changed != null) {
            others.add(changed);
        }
        return new State(version, users, others);
    }
}
