package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.UserView;

/** {@code user:roles}. */
@Service
@Command(
        scope = "user",
        name = "roles",
        description = "NAME ROLE[,ROLE...]: gives a user other roles; open sessions of the console end")
public final class SetUserRoles extends WordsCommand<UserView> {

    @Override
    UserView run(GatewayAdmin gateway, List<String> rest) throws AdminException, CommandException {
        exactly(2, rest, "name and roles, such as: user:roles anna operator,auditor");
        return gateway.setRoles(rest.get(0), roles(rest.get(1)));
    }

    @Override
    void print(UserView user, PrintStream out) {
        out.println(user.name() + " is " + text(user.roles()));
    }
}
