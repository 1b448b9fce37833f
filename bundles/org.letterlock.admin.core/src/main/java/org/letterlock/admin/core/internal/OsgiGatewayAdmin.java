package org.letterlock.admin.core.internal;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.api.AdminException;
import org.letterlock.admin.api.BackupReport;
import org.letterlock.admin.api.ChangedPassword;
import org.letterlock.admin.api.CreatedMailbox;
import org.letterlock.admin.api.DrainState;
import org.letterlock.admin.api.ExportReport;
import org.letterlock.admin.api.GatewayAdmin;
import org.letterlock.admin.api.GatewayStatus;
import org.letterlock.admin.api.IndexProgress;
import org.letterlock.admin.api.LedgerHead;
import org.letterlock.admin.api.MailboxView;
import org.letterlock.admin.api.ProxyRulesView;
import org.letterlock.admin.api.ProxySessions;
import org.letterlock.admin.api.ProxyTargets;
import org.letterlock.admin.api.RecoveryCode;
import org.letterlock.admin.api.ResetPassword;
import org.letterlock.admin.api.SenderRulesView;
import org.letterlock.admin.api.VerifyReport;
import org.letterlock.mailbox.api.Mailbox;
import org.letterlock.mailbox.api.MailboxService;
import org.letterlock.storage.api.MessageIndex;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.StoreMaintenance;
import org.letterlock.transport.api.Connector;
import org.letterlock.transport.api.Listeners;
import org.letterlock.transport.api.TlsContexts;
import org.osgi.framework.Bundle;
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
 * Administration of the gateway that runs in this framework, whichever of its parts are there. The service is not this
 * component itself, which nobody could call without leaving a trace: see {@link AuditedAdmin}.
 */
@Component(
        name = "org.letterlock.admin.core",
        service = {},
        immediate = true)
public final class OsgiGatewayAdmin implements GatewayAdmin {

    private final BundleContext context;
    private final EffectiveSettings settings = new EffectiveSettings(name -> System.getenv(name) != null);
    private final Watcher watcher = new Watcher(this::health);
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

    private final LoginRoles loginRoles;
    private volatile @Nullable BundleMetaTypes metaTypes;

    /** Called by the component runtime. */
    @Activate
    public OsgiGatewayAdmin(BundleContext context) {
        this.context = context;
        loginRoles = new LoginRoles(context);
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
                GatewayAdmin.class, AuditedAdmin.of(this, new AuditTrail()), FrameworkUtil.asDictionary(Map.of()));
    }

    @Deactivate
    void stop() {
        if (registration != null) {
            registration.unregister();
        }
        watcher.stop();
        loginRoles.close();
    }

    @Override
    public List<MailboxView> mailboxes() throws AdminException {
        return new MailboxAdmin(mailboxes).list();
    }

    @Override
    public MailboxView mailbox(String id) throws AdminException {
        return new MailboxAdmin(mailboxes).find(id);
    }

    @Override
    public CreatedMailbox createMailbox(String name, String description) throws AdminException {
        return new MailboxAdmin(mailboxes).create(name, description);
    }

    @Override
    public CreatedMailbox createMailbox(String name, String description, String id, char @Nullable [] password)
            throws AdminException {
        return new MailboxAdmin(mailboxes).create(name, description, id, password);
    }

    @Override
    public CreatedMailbox createMailboxWithEscrow(
            String name, String description, @Nullable String id, char @Nullable [] password, boolean recoveryCode)
            throws AdminException {
        return new MailboxAdmin(mailboxes).createWithEscrow(name, description, id, password, recoveryCode);
    }

    @Override
    public MailboxView setEscrow(String id, boolean escrow) throws AdminException {
        return new MailboxAdmin(mailboxes).setEscrow(id, escrow);
    }

    @Override
    public MailboxView editMailbox(String id, @Nullable String name, @Nullable String description)
            throws AdminException {
        return new MailboxAdmin(mailboxes).edit(id, name, description);
    }

    @Override
    public MailboxView suspendMailbox(String id) throws AdminException {
        return new MailboxAdmin(mailboxes).setStatus(id, Mailbox.Status.SUSPENDED);
    }

    @Override
    public MailboxView activateMailbox(String id) throws AdminException {
        return new MailboxAdmin(mailboxes).setStatus(id, Mailbox.Status.ACTIVE);
    }

    @Override
    public MailboxView setSenders(String id, SenderRulesView rules) throws AdminException {
        return new MailboxAdmin(mailboxes).setSenders(id, rules);
    }

    @Override
    public MailboxView setProxy(String id, ProxyRulesView rules) throws AdminException {
        return new MailboxAdmin(mailboxes).setProxy(id, rules);
    }

    @Override
    public ChangedPassword changePassword(String id, char[] current) throws AdminException {
        return new MailboxAdmin(mailboxes).changePassword(id, current);
    }

    @Override
    public ResetPassword resetPassword(String id) throws AdminException {
        return new MailboxAdmin(mailboxes).resetPassword(id);
    }

    @Override
    public CreatedMailbox createMailboxWithRecoveryCode(
            String name, String description, @Nullable String id, char @Nullable [] password) throws AdminException {
        return new MailboxAdmin(mailboxes).createWithRecoveryCode(name, description, id, password);
    }

    @Override
    public ResetPassword resetPassword(String id, char[] recoveryCode) throws AdminException {
        return new MailboxAdmin(mailboxes).resetPassword(id, recoveryCode);
    }

    @Override
    public RecoveryCode setRecoveryCode(String id, char[] current) throws AdminException {
        return new MailboxAdmin(mailboxes).setRecoveryCode(id, current);
    }

    @Override
    public RecoveryCode removeRecoveryCode(String id) throws AdminException {
        return new MailboxAdmin(mailboxes).removeRecoveryCode(id);
    }

    @Override
    public void deleteMailbox(String id, boolean force) throws AdminException {
        new MailboxAdmin(mailboxes).delete(id, force);
    }

    @Override
    public ExportReport exportMailbox(String id, String directory) throws AdminException {
        return new MailboxAdmin(mailboxes).export(id, directory);
    }

    @Override
    public VerifyReport verify(List<LedgerHead> earlier) throws AdminException {
        return new StoreAdmin(maintenance).verify(mailboxes, earlier);
    }

    @Override
    public BackupReport backup(String directory) throws AdminException {
        return new StoreAdmin(maintenance).backup(directory);
    }

    @Override
    public List<LedgerHead> ledgerHeads() throws AdminException {
        return new StoreAdmin(maintenance).ledgerHeads();
    }

    @Override
    public IndexProgress rebuildIndex() throws AdminException {
        return new IndexAdmin(index, store).rebuild();
    }

    @Override
    public DrainState drain(int waitSeconds) throws AdminException {
        return new DrainAdmin(() -> listeners).drain(waitSeconds);
    }

    @Override
    public DrainState resume() throws AdminException {
        return new DrainAdmin(() -> listeners).resume();
    }

    @Override
    public ProxySessions proxySessions() {
        return ProxyAdmin.sessions(loginRoles.now());
    }

    @Override
    public ProxyTargets proxyTargets() throws AdminException {
        return ProxyAdmin.targets(connector);
    }

    @Override
    public GatewayStatus status() {
        Health health = health();
        MailboxService leasedMailboxes = mailboxes;
        return new GatewayStatus(
                context.getBundle().getVersion().toString(),
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()),
                health.ready(),
                health.drained(),
                health.problems().stream().map(Health.Problem::line).toList(),
                health.listeners(),
                health.store(),
                health.certificate(),
                health.mailboxes(),
                leasedMailboxes == null ? List.of() : MailboxAdmin.refusals(leasedMailboxes),
                health.faults().stream().map(Fault::component).toList(),
                settings.of(configurations, declared()));
    }

    private Health health() {
        Set<String> active = Stream.of(context.getBundles())
                .filter(bundle -> bundle.getState() == Bundle.ACTIVE && bundle.getSymbolicName() != null)
                .map(Bundle::getSymbolicName)
                .collect(Collectors.toSet());
        return HealthCheck.of(
                new Parts(listeners, tls, store, index, mailboxes, components, loginRoles.now()),
                active,
                BundleFaults.of(context),
                EffectiveSettings.unknown(configurations, declared()));
    }

    private DeclaredSettings declared() {
        BundleMetaTypes tracked = metaTypes;
        return tracked == null ? new DeclaredSettings(List.of()) : tracked.declared();
    }
}
