package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.MailboxView;

/** {@code mailbox:list}. */
@Service
@Command(scope = "mailbox", name = "list", description = "Lists the mailboxes")
public final class ListMailboxes extends GatewayCommand<List<MailboxView>> {

    @Override
    List<MailboxView> run(GatewayAdmin gateway) throws AdminException {
        return gateway.mailboxes();
    }

    @Override
    void print(List<MailboxView> mailboxes, PrintStream out) {
        ShellTable table = new ShellTable().forceAscii().emptyTableText("no mailbox yet: mailbox:create --name NAME");
        for (String column : List.of("Id", "Name", "Status")) {
            table.column(column);
        }
        table.column("Messages").alignRight();
        table.column("Bytes").alignRight();
        table.column("Last received");
        table.column("Recovery");
        table.column("Escrow");
        for (MailboxView mailbox : mailboxes) {
            table.addRow()
                    .addContent(
                            mailbox.id(),
                            mailbox.name(),
                            mailbox.status(),
                            MailboxText.count(mailbox.messages()),
                            MailboxText.count(mailbox.bytes()),
                            MailboxText.orDash(mailbox.lastReceived()),
                            MailboxText.yesOrDash(mailbox.recoveryCode()),
                            MailboxText.yesOrDash(mailbox.escrow() != null));
        }
        table.print(out);
    }
}
