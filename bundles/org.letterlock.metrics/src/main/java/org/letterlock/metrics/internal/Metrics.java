package org.letterlock.metrics.internal;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.letterlock.mailbox.api.MailboxService;
import org.letterlock.metrics.api.MetricsSource;
import org.letterlock.settings.SettingsReader;
import org.letterlock.spi.api.EventFigures;
import org.letterlock.spi.api.Role;
import org.letterlock.storage.api.MessageIndex;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.StoreMaintenance;
import org.letterlock.transport.api.Listeners;
import org.letterlock.transport.api.LoginRole;
import org.letterlock.transport.api.ProtocolHandlerFactory;
import org.letterlock.transport.api.TlsContexts;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** Writes what was counted, and what the gateway's parts say when they are asked. */
@Component(name = Metrics.PID, immediate = true)
@Designate(ocd = Config.class)
public final class Metrics implements MetricsSource {

    static final String PID = "org.letterlock.metrics";

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer =
            PrometheusTextFormatWriter.builder().build();
    private final MailboxMetrics mailboxMetrics;
    private final List<Parts.Proxy> proxies = new CopyOnWriteArrayList<>();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable Listeners listeners;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable TlsContexts tls;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable MessageStore store;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable StoreMaintenance maintenance;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable MessageIndex index;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable MailboxService mailboxes;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable EventFigures events;

    /**
     * Called by the component runtime.
     *
     * @param context tells the version
     * @param counted what was counted so far
     * @param config declares the setting and its default
     * @param properties the setting
     */
    @Activate
    public Metrics(
            BundleContext context, @Reference EventMetrics counted, Config config, Map<String, Object> properties) {
        this(context.getBundle().getVersion().toString(), counted, maxMailboxes(properties));
    }

    Metrics(String version, EventMetrics counted, int maxMailboxes) {
        mailboxMetrics = new MailboxMetrics(new MailboxNames(maxMailboxes), counted.mailboxes());
        counted.register(registry);
        registry.register((MultiCollector) this::collect);
        Info.builder()
                .name("letterlock_build_info")
                .help("The version of the gateway")
                .labelNames("version")
                .register(registry)
                .setLabelValues(version);
        // Those that leave nothing behind when this bundle goes.
        JvmMemoryMetrics.builder().register(registry);
        JvmThreadsMetrics.builder().register(registry);
        ProcessMetrics.builder().register(registry);
    }

    static int maxMailboxes(Map<String, ?> properties) {
        return new SettingsReader(PID, properties).integer("maxMailboxes", 0, 100_000);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindProxy(LoginRole service, Map<String, Object> properties) {
        boolean smtp = "smtp".equals(properties.get(ProtocolHandlerFactory.PROTOCOL));
        proxies.add(new Parts.Proxy(smtp ? Role.SMTP_PROXY : Role.POP3_PROXY, service));
    }

    void unbindProxy(LoginRole service) {
        proxies.removeIf(proxy -> proxy.service() == service);
    }

    private MetricSnapshots collect() {
        Parts parts = new Parts(listeners, tls, store, maintenance, index, mailboxes, events, List.copyOf(proxies));
        Sheet sheet = new Sheet();
        new PartMetrics(parts, sheet).collect();
        mailboxMetrics.collect(parts, sheet);
        return sheet.snapshots();
    }

    @Override
    public String contentType() {
        return writer.getContentType();
    }

    @Override
    public void write(OutputStream out) throws IOException {
        writer.write(out, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
    }
}
