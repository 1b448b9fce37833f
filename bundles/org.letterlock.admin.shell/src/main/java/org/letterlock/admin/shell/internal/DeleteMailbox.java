package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;

/** {@code mailbox:delete}. */
@Service
@Command(scope = "mailbox", name = "delete", description = "Deletes a suspended mailbox with its mails")
public final class DeleteMailbox extends MailboxCommand<DeleteMailbox.Deleted> {

    @Option(name = "--force", description = "Also if mails that were not picked up are lost")
    boolean force;

    /** The JSON document. */
    record Deleted(String id, boolean deleted) {}

    @Override
    boolean take(String option, Value value) {
        force |= option.equals("--force");
        return option.equals("--force");
    }

    @Override
    Deleted run(GatewayAdmin gateway, String id) throws AdminException {
        gateway.deleteMailbox(id, force);
        return new Deleted(id, true);
    }

    @Override
    void print(Deleted deleted, PrintStream out) {
        out.println(deleted.id() + " is deleted");
    }
}
