package org.letterlock.admin.core.internal;

import java.security.AccessController;
import java.security.Principal;
import java.util.stream.Collectors;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.ClientPrincipal;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for an act.
 *
 * @param user the user's name, {@code -} if nobody has logged in
 * @param from how and from where, such as {@code ssh/127.0.0.1:4711}, {@code -} if that is not known
 */
record Caller(String user, String from) {

    private static final String UNKNOWN = "-";

    /** Who the calling thread works for: Karaf's shell and the REST interface run each command as the subject of its login. */
    @SuppressWarnings("removal") // Its successor Subject.current() came after Java 17, and Karaf sets this one.
    static Caller current() {
        return of(Subject.getSubject(AccessController.getContext()));
    }

    private static Caller of(@Nullable Subject subject) {
        if (subject == null) {
            return new Caller(UNKNOWN, UNKNOWN);
        }
        String user = subject.getPrincipals(UserPrincipal.class).stream()
                .map(Principal::getName)
                .collect(Collectors.joining("+"));
        String from = subject.getPrincipals(ClientPrincipal.class).stream()
                .map(client ->
                        client.getMethod() + (client.getAddress().startsWith("/") ? "" : "/") + client.getAddress())
                .collect(Collectors.joining("+"));
        return new Caller(user.isEmpty() ? UNKNOWN : user, from.isEmpty() ? UNKNOWN : from);
    }
}
