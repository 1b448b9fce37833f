package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.MailboxView;

/** {@code mailbox:activate}. */
@Service
@Command(scope = "mailbox", name = "activate", description = "Lets a suspended mailbox take mail again")
public final class ActivateMailbox extends MailboxCommand<MailboxView> {

    @Override
    MailboxView run(GatewayAdmin gateway, String id) throws AdminException {
        return gateway.activateMailbox(id);
    }

    @Override
    void print(MailboxView mailbox, PrintStream out) {
        out.println(mailbox.id() + " is " + mailbox.status());
    }
}
