package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.MailboxView;

/** {@code mailbox:show}. */
@Service
@Command(scope = "mailbox", name = "show", description = "Shows a mailbox")
public final class ShowMailbox extends MailboxCommand<MailboxView> {

    @Override
    MailboxView run(GatewayAdmin gateway, String id) throws AdminException {
        return gateway.mailbox(id);
    }

    @Override
    void print(MailboxView mailbox, PrintStream out) {
        MailboxText.print(mailbox, out);
    }
}
