package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.ResetPassword;

/** {@code mailbox:reset-password}. */
@Service
@Command(
        scope = "mailbox",
        name = "reset-password",
        description = "Gives a mailbox whose password is lost a new key and password; what it holds needs the lost one")
public final class ResetMailboxPassword extends MailboxCommand<ResetPassword> {

    @Override
    ResetPassword run(GatewayAdmin gateway, String id) throws AdminException {
        return gateway.resetPassword(id);
    }

    @Override
    void print(ResetPassword reset, PrintStream out) {
        out.println("password    " + reset.password() + "  (not shown again)");
        out.println("fingerprint " + reset.fingerprint());
    }
}
