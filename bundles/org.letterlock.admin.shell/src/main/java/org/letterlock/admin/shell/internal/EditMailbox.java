package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.MailboxView;

/** {@code mailbox:edit}. */
@Service
@Command(scope = "mailbox", name = "edit", description = "Changes name, description or escrow of a mailbox")
public final class EditMailbox extends MailboxCommand<MailboxView> {

    @Option(name = "--name", description = "The new name")
    @Nullable String name;

    @Option(name = "--description", description = "The new description")
    @Nullable String description;

    @Option(
            name = "--escrow",
            description =
                    "on: seal mails from now on to the escrow certificate of now as well; off: to the mailbox only")
    @Nullable String escrow;

    @Override
    boolean take(String option, Value value) throws CommandException {
        switch (option) {
            case "--name" -> name = value.get();
            case "--description" -> description = value.get();
            case "--escrow" -> escrow = value.get();
            default -> {
                return false;
            }
        }
        return true;
    }

    @Override
    MailboxView run(GatewayAdmin gateway, String id) throws AdminException, CommandException {
        if (name == null && description == null && escrow == null) {
            throw failure("nothing to change: give --name, --description or --escrow", null);
        }
        if (escrow != null && !escrow.equals("on") && !escrow.equals("off")) {
            throw failure("--escrow is on or off", null);
        }
        // First what can be refused, so that nothing is changed then.
        MailboxView changed = escrow == null ? null : gateway.setEscrow(id, escrow.equals("on"));
        return name == null && description == null && changed != null
                ? changed
                : gateway.editMailbox(id, name, description);
    }

    @Override
    void print(MailboxView mailbox, PrintStream out) {
        MailboxText.print(mailbox, out);
    }
}
