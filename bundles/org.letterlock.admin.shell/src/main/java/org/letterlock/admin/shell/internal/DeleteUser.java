package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;

/** {@code user:delete}. */
@Service
@Command(scope = "user", name = "delete", description = "NAME: deletes a user, with tokens and second factor")
public final class DeleteUser extends WordsCommand<DeleteUser.Deleted> {

    /** The JSON document. */
    record Deleted(String name, boolean deleted) {}

    @Override
    Deleted run(GatewayAdmin gateway, List<String> rest) throws AdminException, CommandException {
        String name = exactly(1, rest, "the name of one user").get(0);
        gateway.deleteUser(name);
        return new Deleted(name, true);
    }

    @Override
    void print(Deleted deleted, PrintStream out) {
        out.println(deleted.name() + " is deleted");
    }
}
