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
import org.letterlock.admin.api.SenderRulesView;

/** {@code mailbox:senders}. */
@Service
@Command(scope = "mailbox", name = "senders", description = "Sets which servers may send to a mailbox")
public final class MailboxSenders extends MailboxCommand<MailboxView> {

    @Option(name = "--networks", description = "IP addresses and networks they connect from, with commas; or: any")
    @Nullable String networks;

    @Option(name = "--tls", description = "required or optional")
    @Nullable String tls;

    @Option(
            name = "--certificates",
            description = "DNS names of client certificates, with commas, one of which is needed; or: any")
    @Nullable String certificates;

    @Option(name = "--others", description = "What others get: reject (a final error) or defer (a temporary one)")
    @Nullable String others;

    @Override
    boolean take(String option, Value value) throws CommandException {
        switch (option) {
            case "--networks" -> networks = value.get();
            case "--tls" -> tls = value.get();
            case "--certificates" -> certificates = value.get();
            case "--others" -> others = value.get();
            default -> {
                return false;
            }
        }
        return true;
    }

    @Override
    MailboxView run(GatewayAdmin gateway, String id) throws AdminException, CommandException {
        if (networks == null && tls == null && certificates == null && others == null) {
            throw failure("nothing to change: give --networks, --tls, --certificates or --others", null);
        }
        SenderRulesView before = gateway.mailbox(id).senders();
        return gateway.setSenders(
                id,
                new SenderRulesView(
                        networks == null ? before.networks() : list(networks),
                        tls == null ? before.tlsRequired() : either("--tls", tls, "required", "optional"),
                        certificates == null ? before.certificateNames() : list(certificates),
                        others == null ? before.defer() : either("--others", others, "defer", "reject")));
    }

    @Override
    void print(MailboxView mailbox, PrintStream out) {
        MailboxText.print(mailbox, out);
    }
}
