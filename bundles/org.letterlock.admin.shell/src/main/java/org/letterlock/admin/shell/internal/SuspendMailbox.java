package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.MailboxView;

/** {@code mailbox:suspend}. */
@Service
@Command(scope = "mailbox", name = "suspend", description = "Lets a mailbox take no mail for now; pick-up still works")
public final class SuspendMailbox extends MailboxCommand<MailboxView> {

    @Override
    MailboxView run(GatewayAdmin gateway, String id) throws AdminException {
        return gateway.suspendMailbox(id);
    }

    @Override
    void print(MailboxView mailbox, PrintStream out) {
        out.println(mailbox.id() + " is " + mailbox.status());
    }
}
