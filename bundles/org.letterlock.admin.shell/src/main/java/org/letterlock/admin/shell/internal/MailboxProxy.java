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
import org.letterlock.admin.api.ProxyRulesView;

/** {@code mailbox:proxy}. */
@Service
@Command(
        scope = "mailbox",
        name = "proxy",
        description = "Sets what mail clients may do that reach their servers through the gateway, by a mailbox")
public final class MailboxProxy extends MailboxCommand<MailboxView> {

    @Option(name = "--enabled", description = "on or off: whether they may log in at all")
    @Nullable String enabled;

    @Option(
            name = "--targets",
            description =
                    "Servers they may reach, among those the gateway allows: HOST[:PORT], *.DOMAIN[:PORT], addresses"
                            + " and networks, with commas; or: any")
    @Nullable String targets;

    @Option(
            name = "--fail-open",
            description =
                    "When a mail cannot be kept (disk full, a fault), on: it passes, and the archive lacks it; off:"
                            + " it does not pass, sending gets a temporary error and received mail stays at its server")
    @Nullable String failOpen;

    @Option(name = "--keep-rejected", description = "on or off: whether a mail is kept that the other server refuses")
    @Nullable String keepRejected;

    @Option(
            name = "--pass-suspended",
            description =
                    "While the mailbox is suspended, on: mails pass without a copy; off: logins get a temporary error")
    @Nullable String passSuspended;

    @Override
    boolean take(String option, Value value) throws CommandException {
        switch (option) {
            case "--enabled" -> enabled = value.get();
            case "--targets" -> targets = value.get();
            case "--fail-open" -> failOpen = value.get();
            case "--keep-rejected" -> keepRejected = value.get();
            case "--pass-suspended" -> passSuspended = value.get();
            default -> {
                return false;
            }
        }
        return true;
    }

    @Override
    MailboxView run(GatewayAdmin gateway, String id) throws AdminException, CommandException {
        if (enabled == null && targets == null && failOpen == null && keepRejected == null && passSuspended == null) {
            throw failure(
                    "nothing to change: give --enabled, --targets, --fail-open, --keep-rejected or --pass-suspended",
                    null);
        }
        ProxyRulesView before = gateway.mailbox(id).proxy();
        return gateway.setProxy(
                id,
                new ProxyRulesView(
                        isOn("--enabled", enabled, before.enabled()),
                        targets == null ? before.targets() : list(targets),
                        isOn("--fail-open", failOpen, before.failOpen()),
                        isOn("--keep-rejected", keepRejected, before.keepRejected()),
                        isOn("--pass-suspended", passSuspended, before.passSuspended())));
    }

    private static boolean isOn(String option, @Nullable String value, boolean before) throws CommandException {
        return value == null ? before : either(option, value, "on", "off");
    }

    @Override
    void print(MailboxView mailbox, PrintStream out) {
        MailboxText.print(mailbox, out);
    }
}
