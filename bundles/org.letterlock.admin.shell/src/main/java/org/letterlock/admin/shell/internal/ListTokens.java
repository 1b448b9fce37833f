package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.TokenView;

/** {@code token:list}. */
@Service
@Command(scope = "token", name = "list", description = "Lists the API tokens")
public final class ListTokens extends GatewayCommand<List<TokenView>> {

    @Override
    List<TokenView> run(GatewayAdmin gateway) throws AdminException {
        return gateway.tokens();
    }

    @Override
    void print(List<TokenView> tokens, PrintStream out) {
        ShellTable table = new ShellTable().forceAscii().emptyTableText("no token: token:create USER NAME ROLES");
        for (String column : List.of("Id", "User", "Name", "Roles", "Created", "Expires", "Last used")) {
            table.column(column);
        }
        for (TokenView token : tokens) {
            table.addRow()
                    .addContent(
                            token.id(),
                            token.user(),
                            token.name(),
                            WordsCommand.text(token.roles()),
                            token.created(),
                            MailboxText.orDash(token.expires()),
                            MailboxText.orDash(token.lastUsed()));
        }
        table.print(out);
    }
}
