package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;

/** {@code token:revoke}. */
@Service
@Command(scope = "token", name = "revoke", description = "ID: revokes an API token at once")
public final class RevokeToken extends WordsCommand<RevokeToken.Revoked> {

    /** The JSON document. */
    record Revoked(String id, boolean revoked) {}

    @Override
    Revoked run(GatewayAdmin gateway, List<String> rest) throws AdminException, CommandException {
        String id =
                exactly(1, rest, "the id of one token; token:list shows them").get(0);
        gateway.revokeToken(id);
        return new Revoked(id, true);
    }

    @Override
    void print(Revoked revoked, PrintStream out) {
        out.println(revoked.id() + " is revoked");
    }
}
