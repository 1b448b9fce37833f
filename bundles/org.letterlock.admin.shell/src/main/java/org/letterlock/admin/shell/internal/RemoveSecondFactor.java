package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.UserView;

/** {@code user:remove-second-factor}. */
@Service
@Command(scope = "user", name = "remove-second-factor", description = "NAME: takes a user's second factor away")
public final class RemoveSecondFactor extends WordsCommand<UserView> {

    @Override
    UserView run(GatewayAdmin gateway, List<String> rest) throws AdminException, CommandException {
        return gateway.removeSecondFactor(
                exactly(1, rest, "the name of one user").get(0));
    }

    @Override
    void print(UserView user, PrintStream out) {
        out.println(user.name() + " has no second factor");
    }
}
