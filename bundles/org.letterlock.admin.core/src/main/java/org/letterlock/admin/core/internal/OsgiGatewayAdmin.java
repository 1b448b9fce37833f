package org.letterlock.admin.core.internal;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AlarmAdmin;
import org.letterlock.admin.api.AuditAdmin;
import org.letterlock.admin.api.AuditLog;
import org.letterlock.admin.api.CertificateAdmin;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.ListenerAdmin;
import org.letterlock.admin.api.MailboxAdmin;
import org.letterlock.admin.api.ProblemSource;
import org.letterlock.admin.api.ProxyAdmin;
import org.letterlock.admin.api.SettingsAdmin;
import org.letterlock.admin.api.StatusAdmin;
import org.letterlock.admin.api.StoreAdmin;
import org.letterlock.admin.api.TrafficAdmin;
import org.letterlock.admin.api.UserAdmin;
import org.letterlock.certificates.api.CertificateManager;
import org.letterlock.mailbox.api.MailboxService;
import org.letterlock.storage.api.MessageIndex;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.StoreMaintenance;
import org.letterlock.transport.api.Connector;
import org.letterlock.transport.api.Listeners;
import org.letterlock.transport.api.TlsContexts;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.metatype.MetaTypeService;

/**
 * Puts the administration together of the areas' parts: our own ones, over whichever parts of the gateway are there, and
 * those of other bundles. Registers it behind the audit, see {@link AuditedAdmin}.
 */
@Component(
        name = "org.letterlock.admin.core",
        service = {},
        immediate = true)
public final class OsgiGatewayAdmin {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final BundleContext context;
    private final StatusReport status;
    private final Watcher watcher;
    private @Nullable ServiceRegistration<GatewayAdmin> registration;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable MailboxService mailboxes;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable MessageStore store;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable StoreMaintenance maintenance;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable MessageIndex index;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Listeners listeners;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable TlsContexts tls;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Connector connector;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable ServiceComponentRuntime components;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable ConfigurationAdmin configurations;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable UserAdmin users;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable AuditAdmin audit;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable AlarmAdmin alarms;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable TrafficAdmin traffic;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable AuditLog auditLog;

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<ProblemSource> problemSources = List.of();

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable CertificateManager certificates;

    private final LoginRoles loginRoles;
    private volatile @Nullable BundleMetaTypes metaTypes;

    /** Called by the component runtime. */
    @Activate
    public OsgiGatewayAdmin(BundleContext context) {
        this.context = context;
        loginRoles = new LoginRoles(context);
        status = new StatusReport(
                context,
                () -> new Parts(listeners, tls, store, index, mailboxes, components, loginRoles.now(), problemSources),
                () -> configurations,
                this::declared);
        watcher = new Watcher(status::health);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    synchronized void setMetaTypes(MetaTypeService service) {
        BundleMetaTypes old = metaTypes;
        BundleMetaTypes opened = new BundleMetaTypes(context, service);
        opened.open();
        metaTypes = opened;
        if (old != null) {
            old.close();
        }
    }

    synchronized void unsetMetaTypes(MetaTypeService service) {
        BundleMetaTypes current = metaTypes;
        if (current != null && current.reads(service)) {
            metaTypes = null;
            current.close();
        }
    }

    @Activate
    void start() {
        loginRoles.open();
        watcher.start();
        registration = context.registerService(
                GatewayAdmin.class,
                AuditedAdmin.of(areas(), () -> auditLog, PATIENCE),
                FrameworkUtil.asDictionary(Map.of()));
    }

    @Deactivate
    void stop() {
        if (registration != null) {
            registration.unregister();
        }
        watcher.stop();
        loginRoles.close();
    }

    private List<Area> areas() {
        MailboxAdmin mailboxAdmin = new CatalogueMailboxAdmin(() -> mailboxes);
        StoreAdmin storeAdmin = new MaintainedStoreAdmin(() -> maintenance, () -> mailboxes, () -> store, () -> index);
        ListenerAdmin listenerAdmin = new TransportListenerAdmin(() -> listeners);
        ProxyAdmin proxyAdmin = new TransportProxyAdmin(loginRoles::now, () -> connector);
        SettingsAdmin settingsAdmin = new ConfiguredSettingsAdmin(
                Path.of(context.getProperty("karaf.etc")),
                () -> configurations,
                this::declared,
                EffectiveSettings.ofThisProcess(),
                new SettingsEffect(() -> components));
        CertificateAdmin certificateAdmin = new ManagedCertificateAdmin(() -> certificates, Clock.systemUTC());
        return List.of(
                Area.of(MailboxAdmin.class, OurBundles.ADMIN, () -> mailboxAdmin),
                Area.of(StoreAdmin.class, OurBundles.ADMIN, () -> storeAdmin),
                Area.of(ListenerAdmin.class, OurBundles.ADMIN, () -> listenerAdmin),
                Area.of(ProxyAdmin.class, OurBundles.ADMIN, () -> proxyAdmin),
                Area.of(StatusAdmin.class, OurBundles.ADMIN, () -> status),
                Area.of(SettingsAdmin.class, OurBundles.ADMIN, () -> settingsAdmin),
                Area.of(CertificateAdmin.class, OurBundles.ADMIN, () -> certificateAdmin),
                Area.of(UserAdmin.class, OurBundles.USERS, () -> users),
                Area.of(AuditAdmin.class, OurBundles.AUDIT, () -> audit),
                Area.of(AlarmAdmin.class, OurBundles.ALARMS, () -> alarms),
                Area.of(TrafficAdmin.class, OurBundles.METRICS, () -> traffic));
    }

    private DeclaredSettings declared() {
        BundleMetaTypes tracked = metaTypes;
        return tracked == null ? new DeclaredSettings(List.of()) : tracked.declared();
    }
}
