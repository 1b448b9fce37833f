package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.UserView;

/** {@code user:list}. */
@Service
@Command(scope = "user", name = "list", description = "Lists the users of the administration")
public final class ListUsers extends GatewayCommand<List<UserView>> {

    @Override
    List<UserView> run(GatewayAdmin gateway) throws AdminException {
        return gateway.users();
    }

    @Override
    void print(List<UserView> users, PrintStream out) {
        ShellTable table = new ShellTable().forceAscii().emptyTableText("no user: user:create NAME ROLES");
        for (String column : List.of("Name", "Roles", "Second factor", "Must change password", "Last sign-in")) {
            table.column(column);
        }
        for (UserView user : users) {
            table.addRow()
                    .addContent(
                            user.name(),
                            WordsCommand.text(user.roles()),
                            MailboxText.yesOrDash(user.secondFactor()),
                            MailboxText.yesOrDash(user.mustChangePassword()),
                            MailboxText.orDash(user.lastSignIn()));
        }
        table.print(out);
    }
}
