package org.letterlock.admin.shell.internal;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.GatewayStatus;

/** {@code gateway:status}. */
@Service
@Command(scope = "gateway", name = "status", description = "Shows how the gateway is doing, and what is wrong")
public final class ShowStatus extends GatewayCommand<GatewayStatus> {

    private static final int MAX_REFUSALS = 10;

    @Option(name = "--settings", description = "Also show the effective settings and where they come from")
    boolean settings;

    @Override
    GatewayStatus run(GatewayAdmin gateway) {
        return gateway.status();
    }

    @Override
    void print(GatewayStatus status, PrintStream out) {
        out.println("Letterlock " + status.version() + ", started " + status.started() + ": "
                + (status.ready() ? "ready" : "not ready"));
        status.problems().forEach(problem -> out.println("  ! " + problem));
        out.println();
        printListeners(status.listeners(), out);
        out.println();
        printStore(status.store(), out);
        printCertificate(status.certificate(), out);
        out.println("mailboxes  " + MailboxText.count(status.mailboxes()));
        if (!status.refusals().isEmpty()) {
            out.println();
            printRefusals(status.refusals(), out);
        }
        if (!status.components().isEmpty()) {
            out.println();
            printComponents(status.components(), out);
        }
        if (settings) {
            out.println();
            printSettings(status.settings(), out);
        }
    }

    private static void printListeners(List<GatewayStatus.Listener> listeners, PrintStream out) {
        ShellTable table =
                table("no listener", "Listener", "Protocol", "Address", "Port", "TLS", "State", "Connections");
        for (GatewayStatus.Listener listener : listeners) {
            table.addRow()
                    .addContent(
                            listener.name(),
                            listener.protocol(),
                            listener.address(),
                            listener.port(),
                            listener.tls(),
                            listener.state(),
                            listener.connections());
        }
        table.print(out);
    }

    private static void printStore(GatewayStatus.@Nullable Store store, PrintStream out) {
        if (store == null) {
            out.println("store      not there");
            return;
        }
        out.println("store      " + store.directory()
                + (store.writable() ? ", writable" : ", not writable: " + store.detail()));
        out.println("segments   " + store.segments() + ", " + store.usedBytes() + " bytes used, " + store.freeBytes()
                + " free, refuses mail below " + store.lowWaterBytes());
        out.println("log end    " + store.end() + ", index at " + MailboxText.orDash(store.index()));
        out.println("damaged    " + store.damaged());
        for (GatewayStatus.QuarantinedRecord record : store.quarantined()) {
            out.println("quarantine " + record.file() + " mailbox=" + MailboxText.orDash(record.mailbox()) + " message="
                    + MailboxText.orDash(record.message()));
        }
    }

    private static void printRefusals(List<GatewayStatus.Refusal> refusals, PrintStream out) {
        ShellTable table = table("", "Refused recipient", "Reason", "Count", "Last", "Last from");
        refusals.stream()
                .limit(MAX_REFUSALS)
                .forEach(refusal -> table.addRow()
                        .addContent(
                                refusal.recipient(),
                                refusal.reason(),
                                refusal.count(),
                                refusal.last(),
                                refusal.lastAddress()));
        table.print(out);
        if (refusals.size() > MAX_REFUSALS) {
            out.println((refusals.size() - MAX_REFUSALS) + " more with --json");
        }
    }

    private static void printCertificate(GatewayStatus.@Nullable Certificate certificate, PrintStream out) {
        out.println(
                certificate == null
                        ? "tls        no certificate"
                        : "tls        " + (certificate.own() ? "own" : "given") + " certificate for "
                                + String.join(", ", certificate.names()) + " by " + certificate.issuer()
                                + ", until " + certificate.notAfter() + " (" + certificate.daysLeft() + " days)");
    }

    private static void printComponents(List<GatewayStatus.Component> components, PrintStream out) {
        ShellTable table = table("", "Component", "State", "Reason");
        components.forEach(
                component -> table.addRow().addContent(component.name(), component.state(), component.reason()));
        table.print(out);
    }

    private static void printSettings(List<GatewayStatus.Setting> settings, PrintStream out) {
        ShellTable table = table("no settings", "PID", "Key", "Value", "Source");
        settings.forEach(
                setting -> table.addRow().addContent(setting.pid(), setting.key(), setting.value(), setting.source()));
        table.print(out);
    }

    private static ShellTable table(String empty, String... columns) {
        ShellTable table = new ShellTable().forceAscii().emptyTableText(empty);
        for (String column : columns) {
            table.column(column);
        }
        return table;
    }
}
