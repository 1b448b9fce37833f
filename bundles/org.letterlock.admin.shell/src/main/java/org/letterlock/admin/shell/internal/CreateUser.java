package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.NewUser;

/** {@code user:create}. */
@Service
@Command(
        scope = "user",
        name = "create",
        description = "NAME ROLE[,ROLE...]: creates a user and shows the first password, once")
public final class CreateUser extends WordsCommand<NewUser> {

    @Override
    NewUser run(GatewayAdmin gateway, List<String> rest) throws AdminException, CommandException {
        exactly(2, rest, "name and roles, such as: user:create anna operator,auditor");
        return gateway.createUser(rest.get(0), roles(rest.get(1)));
    }

    @Override
    void print(NewUser created, PrintStream out) {
        ResetUser.show(created, out);
    }
}
