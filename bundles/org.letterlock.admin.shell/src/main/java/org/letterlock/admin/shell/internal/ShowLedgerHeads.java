package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.LedgerHead;

/** {@code gateway:ledger-heads}. */
@Service
@Command(
        scope = "gateway",
        name = "ledger-heads",
        description = "Shows where each mailbox's chain of records ends; gateway:verify --heads compares with it later")
public final class ShowLedgerHeads extends GatewayCommand<List<LedgerHead>> {

    @Override
    List<LedgerHead> run(GatewayAdmin gateway) throws AdminException {
        return gateway.ledgerHeads();
    }

    @Override
    void print(List<LedgerHead> heads, PrintStream out) {
        heads.forEach(head -> out.println(head.mailbox() + " " + head.sequence() + " " + head.sha256()));
    }
}
