package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import java.security.AccessController;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.UserView;

/** {@code user:password}. */
@Service
@Command(
        scope = "user",
        name = "password",
        description =
                "Changes the password of the user who is logged in; asks for the current one and twice for the new one")
public final class ChangeOwnPassword extends GatewayCommand<UserView> {

    private static final String FROM_INPUT = "--stdin";
    private static final String CURRENT = "current password";
    private static final String NEXT = "new password";

    @Option(name = FROM_INPUT, description = "Read two lines of standard input: the current password, the new one")
    boolean fromInput;

    @Override
    UserView run(GatewayAdmin gateway) throws AdminException, CommandException {
        Session asked = Objects.requireNonNull(session);
        String user = caller();
        char[] current = secret(asked, CURRENT);
        char[] next = {};
        try {
            next = secret(asked, NEXT);
            if (!fromInput) {
                requireSame(next, SecretInput.ask(asked, NEXT + " again", FROM_INPUT));
            }
            return gateway.changeUserPassword(user, current, next);
        } finally {
            Arrays.fill(current, '\0');
            Arrays.fill(next, '\0');
        }
    }

    /** By the login: the session's variable of that name can be set. */
    @SuppressWarnings("removal") // Its successor Subject.current() came after Java 17, and Karaf sets this one.
    private static String caller() throws CommandException {
        Subject subject = Subject.getSubject(AccessController.getContext());
        return (subject == null ? Set.<UserPrincipal>of() : subject.getPrincipals(UserPrincipal.class))
                .stream()
                        .map(UserPrincipal::getName)
                        .findFirst()
                        .orElseThrow(() -> failure("nobody is logged in", null));
    }

    private char[] secret(Session asked, String what) throws CommandException {
        return fromInput ? SecretInput.read(asked, what) : SecretInput.ask(asked, what, FROM_INPUT);
    }

    private static void requireSame(char[] next, char[] again) throws CommandException {
        boolean same = Arrays.equals(next, again);
        Arrays.fill(again, '\0');
        if (!same) {
            throw failure("the new passwords differ, nothing is done", null);
        }
    }

    @Override
    void print(UserView user, PrintStream out) {
        out.println("the password of " + user.name() + " is changed");
    }
}
