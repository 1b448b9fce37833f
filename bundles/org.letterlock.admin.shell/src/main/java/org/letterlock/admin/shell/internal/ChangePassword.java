package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Objects;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.ChangedPassword;
import org.letterlock.admin.api.GatewayAdmin;

/** {@code mailbox:password}. */
@Service
@Command(
        scope = "mailbox",
        name = "password",
        description = "Gives a mailbox a new password and shows it, once; asks for the current one")
public final class ChangePassword extends MailboxCommand<ChangedPassword> {

    static final String FROM_INPUT = "--current-stdin";
    static final String FROM_INPUT_DESCRIPTION = "Read the current password from standard input, do not ask";
    private static final String CURRENT = "current password";

    @Option(name = FROM_INPUT, description = FROM_INPUT_DESCRIPTION)
    boolean fromInput;

    @Override
    boolean take(String option, Value value) {
        fromInput |= option.equals(FROM_INPUT);
        return option.equals(FROM_INPUT);
    }

    @Override
    ChangedPassword run(GatewayAdmin gateway, String id) throws AdminException, CommandException {
        char[] current = current(session, fromInput);
        try {
            return gateway.changePassword(id, current);
        } finally {
            Arrays.fill(current, '\0');
        }
    }

    /** Reads the current password of a mailbox. */
    static char[] current(@Nullable Session session, boolean fromInput) throws CommandException {
        Session asked = Objects.requireNonNull(session);
        return fromInput ? SecretInput.read(asked, CURRENT) : SecretInput.ask(asked, CURRENT, FROM_INPUT);
    }

    @Override
    void print(ChangedPassword changed, PrintStream out) {
        out.println("password    " + changed.password() + "  (not shown again)");
    }
}
