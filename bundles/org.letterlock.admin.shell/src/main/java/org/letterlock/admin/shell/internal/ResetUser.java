package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.NewUser;

/** {@code user:reset}. */
@Service
@Command(
        scope = "user",
        name = "reset",
        description = "NAME: gives a user a new password, shown once, and takes the second factor away")
public final class ResetUser extends WordsCommand<NewUser> {

    @Override
    NewUser run(GatewayAdmin gateway, List<String> rest) throws AdminException, CommandException {
        return gateway.resetUser(exactly(1, rest, "the name of one user").get(0));
    }

    @Override
    void print(NewUser reset, PrintStream out) {
        show(reset, out);
    }

    static void show(NewUser user, PrintStream out) {
        out.println("name        " + user.name());
        out.println("password    " + user.password() + "  (not shown again; must be changed)");
    }
}
