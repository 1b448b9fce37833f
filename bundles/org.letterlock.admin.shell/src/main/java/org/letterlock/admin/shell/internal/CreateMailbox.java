package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.CreatedMailbox;
import org.letterlock.admin.api.GatewayAdmin;

/** {@code mailbox:create}. */
@Service
@Command(scope = "mailbox", name = "create", description = "Creates a mailbox and shows its password, once")
public final class CreateMailbox extends GatewayCommand<CreatedMailbox> {

    @Option(name = "--name", description = "Name for people")
    String name = "";

    @Option(name = "--description", description = "Description for people")
    String description = "";

    @Override
    CreatedMailbox run(GatewayAdmin gateway) throws AdminException, CommandException {
        if (name.isEmpty()) {
            throw failure("a mailbox needs a name: give --name NAME", null);
        }
        return gateway.createMailbox(name, description);
    }

    @Override
    void print(CreatedMailbox created, PrintStream out) {
        out.println("id          " + created.id());
        out.println("address     " + created.address());
        out.println("password    " + created.password() + "  (not shown again)");
        out.println("fingerprint " + created.fingerprint());
    }
}
