package org.letterlock.admin.core.internal;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.GatewayStatus;
import org.letterlock.admin.api.Problem;
import org.letterlock.admin.api.StatusAdmin;
import org.letterlock.mailbox.api.MailboxService;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;

/** How the gateway is doing, whichever of its parts are there. */
final class StatusReport implements StatusAdmin {

    private final BundleContext context;
    private final Supplier<Parts> parts;
    private final Supplier<@Nullable ConfigurationAdmin> configurations;
    private final Supplier<DeclaredSettings> declared;
    private final EffectiveSettings settings = EffectiveSettings.ofThisProcess();

    StatusReport(
            BundleContext context,
            Supplier<Parts> parts,
            Supplier<@Nullable ConfigurationAdmin> configurations,
            Supplier<DeclaredSettings> declared) {
        this.context = context;
        this.parts = parts;
        this.configurations = configurations;
        this.declared = declared;
    }

    @Override
    public GatewayStatus status() {
        Parts now = parts.get();
        Health health = health(now);
        MailboxService mailboxes = now.mailboxes();
        return new GatewayStatus(
                context.getBundle().getVersion().toString(),
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()),
                health.ready(),
                health.drained(),
                health.problems().stream().map(Problem::line).toList(),
                health.listeners(),
                health.store(),
                health.certificate(),
                health.mailboxes(),
                mailboxes == null ? List.of() : CatalogueMailboxAdmin.refusals(mailboxes),
                health.faults().stream().map(Fault::component).toList(),
                settings.of(configurations.get(), declared.get()));
    }

    @Override
    public List<Problem> problems() {
        return health().problems();
    }

    Health health() {
        return health(parts.get());
    }

    private Health health(Parts now) {
        Set<String> active = Stream.of(context.getBundles())
                .filter(bundle -> bundle.getState() == Bundle.ACTIVE && bundle.getSymbolicName() != null)
                .map(Bundle::getSymbolicName)
                .collect(Collectors.toSet());
        return HealthCheck.of(
                now, active, BundleFaults.of(context), EffectiveSettings.unknown(configurations.get(), declared.get()));
    }
}
