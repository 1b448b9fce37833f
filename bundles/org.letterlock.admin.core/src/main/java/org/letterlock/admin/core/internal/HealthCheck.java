package org.letterlock.admin.core.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.GatewayStatus;
import org.letterlock.admin.api.Problem;
import org.letterlock.mailbox.api.MailboxService;
import org.letterlock.storage.api.StoreStatus;
import org.letterlock.transport.api.CertificateStatus;
import org.letterlock.transport.api.ListenerStatus;

/** Looks at the parts of the gateway and says what is wrong. */
final class HealthCheck {

    private final Parts parts;
    private final Set<String> activeBundles;
    private final List<Fault> faults;
    private final List<Problem> problems = new ArrayList<>();

    private HealthCheck(Parts parts, Set<String> activeBundles, List<Fault> bundleFaults) {
        this.parts = parts;
        this.activeBundles = activeBundles;
        List<Fault> componentFaults = parts.components() == null
                ? List.of()
                : ComponentFaults.of(parts.components(), activeBundles, bundleFaults);
        this.faults = Stream.concat(bundleFaults.stream(), componentFaults.stream())
                .sorted(Comparator.comparing(Fault::state).thenComparing(Fault::name))
                .toList();
    }

    /**
     * Looks.
     *
     * @param activeBundles symbolic names of the active bundles
     * @param bundleFaults bundles of ours that are not active
     * @param unknownSettings a line for each key that is configured in vain
     */
    static Health of(Parts parts, Set<String> activeBundles, List<Fault> bundleFaults, List<String> unknownSettings) {
        return new HealthCheck(parts, activeBundles, bundleFaults).look(unknownSettings);
    }

    private Health look(List<String> unknownSettings) {
        List<ListenerStatus> listeners =
                parts.listeners() == null ? List.of() : parts.listeners().status();
        StoreStatus store = parts.store() == null ? null : parts.store().status();
        faults.stream().filter(Fault::root).forEach(fault -> problems.add(Problem.urgent(fault.line())));
        boolean stores = lookAtStore(store);
        boolean accepts = lookAtListeners(listeners);
        boolean drained = parts.listeners() != null && parts.listeners().isDraining();
        if (drained) {
            problems.add(Problem.notUrgent("the gateway is drained: no new connection is served (gateway:resume)"));
        }
        CertificateStatus certificate = parts.tls() == null ? null : parts.tls().status();
        if (certificate != null) {
            problems.addAll(CertificateCheck.problems(certificate));
        }
        int mailboxes = lookAtMailboxes();
        if (parts.index() == null) {
            missing(OurBundles.INDEX, "the index is not there: figures of mailboxes are missing");
        }
        problems.addAll(ProxyCheck.problems(parts));
        parts.sources().forEach(source -> problems.addAll(source.problems()));
        unknownSettings.forEach(line -> problems.add(Problem.notUrgent(line)));
        return new Health(
                stores && accepts && !drained && mailboxes >= 0,
                drained,
                problems,
                listeners.stream().map(HealthCheck::view).toList(),
                store == null ? null : view(store),
                certificate == null ? null : CertificateCheck.view(certificate, Instant.now()),
                mailboxes,
                faults);
    }

    private boolean lookAtStore(@Nullable StoreStatus status) {
        if (status == null) {
            missing(OurBundles.STORE, "the store is not there: no mail can be taken or picked up");
            return false;
        }
        if (!status.writable()) {
            problems.add(new Problem("store", "the store takes no mail: " + status.detail(), true));
        }
        if (status.damaged() > 0) {
            problems.add(new Problem(
                    "damaged", "the store found " + status.damaged() + " damaged records since it started", true));
        }
        return status.writable();
    }

    private boolean lookAtListeners(List<ListenerStatus> listeners) {
        if (parts.listeners() == null) {
            missing(OurBundles.TRANSPORT, "the transport is not there: no port is open");
            return false;
        }
        if (listeners.isEmpty()) {
            problems.add(Problem.urgent("no listener is configured: no port is open"));
        }
        boolean allAccept = !listeners.isEmpty();
        for (ListenerStatus listener : listeners) {
            if (listener.state() != ListenerStatus.State.ACCEPTING) {
                allAccept = false;
                problems.add(Problem.urgent("listener " + listener.listener().name() + " ("
                        + socket(listener.address(), listener.port()) + ") is " + lower(listener.state()) + ": "
                        + listener.detail()));
            }
        }
        boolean allOpened =
                faults.stream().noneMatch(fault -> fault.symbolicName().equals(OurBundles.TRANSPORT));
        return allAccept && allOpened;
    }

    private int lookAtMailboxes() {
        MailboxService mailboxes = parts.mailboxes();
        if (mailboxes == null) {
            missing(OurBundles.MAILBOXES, "the mailboxes are not loaded: no mail can be taken or picked up");
            return -1;
        }
        mailboxes
                .damagedMails()
                .forEach((id, mails) -> problems.add(new Problem(
                        "damaged mails of " + id,
                        "mailbox " + id + ": " + mails + " damaged mails, hidden from pick-up",
                        true)));
        mailboxes.warnings().forEach(warning -> problems.add(Problem.notUrgent(warning)));
        return mailboxes.list().size();
    }

    /** Says that a part is not there, unless a fault of its bundle says so already. */
    private void missing(String bundle, String line) {
        if (faults.stream().noneMatch(fault -> fault.symbolicName().equals(bundle))) {
            String state = activeBundles.contains(bundle) ? " has not provided it yet)" : " is not installed)";
            problems.add(Problem.urgent(line + " (" + bundle + state));
        }
    }

    private static GatewayStatus.Listener view(ListenerStatus status) {
        return new GatewayStatus.Listener(
                status.listener().name(),
                status.listener().protocol(),
                status.address(),
                status.port(),
                lower(status.listener().tls()),
                lower(status.state()),
                status.detail(),
                status.connections(),
                status.waiting(),
                status.refused());
    }

    private GatewayStatus.Store view(StoreStatus status) {
        return new GatewayStatus.Store(
                status.directory(),
                status.writable(),
                status.detail(),
                status.end().toString(),
                parts.index() == null ? null : parts.index().position().toString(),
                status.segments(),
                status.usedBytes(),
                status.freeBytes(),
                status.lowWaterBytes(),
                status.damaged(),
                status.quarantined().stream().map(HealthCheck::view).toList());
    }

    private static GatewayStatus.QuarantinedRecord view(StoreStatus.Quarantined quarantined) {
        return new GatewayStatus.QuarantinedRecord(
                quarantined.file(),
                quarantined.mailbox() == null ? null : quarantined.mailbox().toString(),
                quarantined.message() == null ? null : quarantined.message().toString());
    }

    /** Address and port as people write them, an IPv6 address in brackets. */
    static String socket(String address, int port) {
        return (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + port;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
