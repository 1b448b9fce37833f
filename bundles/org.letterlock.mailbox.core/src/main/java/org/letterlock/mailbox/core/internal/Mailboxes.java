package org.letterlock.mailbox.core.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.crypto.api.EscrowCertificate;
import org.letterlock.crypto.api.MailboxKeys;
import org.letterlock.crypto.api.MailboxPublicKey;
import org.letterlock.crypto.api.MessageSealer;
import org.letterlock.mail.api.MailAddress;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mailbox.api.KeyFault;
import org.letterlock.mailbox.api.Mailbox;
import org.letterlock.mailbox.api.MailboxException;
import org.letterlock.mailbox.api.MailboxException.Reason;
import org.letterlock.mailbox.api.MailboxExport;
import org.letterlock.mailbox.api.MailboxRequest;
import org.letterlock.mailbox.api.MailboxService;
import org.letterlock.mailbox.api.NewMailbox;
import org.letterlock.mailbox.api.PickupLogin;
import org.letterlock.mailbox.api.PickupSession;
import org.letterlock.mailbox.api.ProxyAccess;
import org.letterlock.mailbox.api.ProxyRules;
import org.letterlock.mailbox.api.Recipient;
import org.letterlock.mailbox.api.Refusal;
import org.letterlock.mailbox.api.Sender;
import org.letterlock.mailbox.api.SenderRules;
import org.letterlock.settings.SettingException;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.MessageIndex;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.StorageException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mailboxes, from the states that the store keeps. It is made anew with each store, so it is never half loaded. It knows
 * which services are there and lets one change happen at a time; the parts do the work.
 */
@Component(name = Mailboxes.PID, immediate = true, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Config.class)
public final class Mailboxes implements MailboxService {

    static final String PID = "org.letterlock.mailbox.core";

    private static final Logger LOG = LoggerFactory.getLogger(Mailboxes.class);

    private final Settings settings;
    private final Clock clock;
    private final MessageStore store;
    private final KeyFiles keyFiles;
    private final Catalogue catalogue;
    private final Secrets secrets = new Secrets();
    private final DamagedMails damagedMails = new DamagedMails();
    private final Logins logins;
    private final Leftovers leftovers;
    private final KeyChanges keyChanges;
    private final MailboxExporter exporter;
    private final OlderKeys olderKeys;
    private final EscrowFile escrowFile;
    private final MailboxStates states;
    private final MailboxViews views;
    private final Recipients recipients;
    private final Creation creation;
    private final Deletion deletion;
    private final Object changes = new Object();

    private volatile @Nullable MailboxKeys keys;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable MessageSealer sealer;

    private volatile @Nullable MessageIndex index;

    /** Called by the component runtime. */
    @Activate
    public Mailboxes(@Reference MessageStore store, Config config, Map<String, Object> properties) throws IOException {
        this(store, requireFolderOf(store, Settings.from(properties)), Clock.systemUTC(), System::nanoTime);
    }

    /** Keys and mails belong together: with the keys of another folder no mail could be opened. */
    private static Settings requireFolderOf(MessageStore store, Settings settings) throws IOException {
        Path ofStore = Path.of(store.status().directory());
        if (!Files.exists(settings.dataDirectory()) || !Files.isSameFile(ofStore, settings.dataDirectory())) {
            throw new SettingException(
                    PID,
                    "dataDirectory",
                    "is " + settings.dataDirectory() + ", but the store keeps its mails in " + ofStore);
        }
        return settings;
    }

    Mailboxes(MessageStore store, Settings settings, Clock clock, LongSupplier nanoTime) throws IOException {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        Refusals refusals = new Refusals(clock);
        this.escrowFile = new EscrowFile(settings.escrowCertificateFile());
        this.keyFiles = new KeyFiles(settings.dataDirectory());
        this.catalogue = Catalogue.load(store.mailboxStates());
        new KeySettlement(keyFiles, catalogue).run();
        this.states = new MailboxStates(store, catalogue);
        this.logins = new Logins(settings, catalogue, keyFiles, secrets, damagedMails);
        this.leftovers = new Leftovers(catalogue, store);
        this.exporter = new MailboxExporter(store, settings.dataDirectory());
        this.keyChanges = new KeyChanges(keyFiles, secrets, states);
        this.olderKeys = new OlderKeys(catalogue, this::services, this::retire, nanoTime);
        this.views = new MailboxViews(catalogue, settings.domain(), () -> index, olderKeys);
        this.creation = new Creation(catalogue, store, states, keyFiles, keyChanges, settings.domain(), clock);
        this.recipients = new Recipients(catalogue, settings, refusals);
        this.deletion = new Deletion(catalogue, keyFiles, store, this::waiting, id -> {
            logins.revoke(id);
            views.forget(id);
            damagedMails.forget(id);
            refusals.forget(id);
        });
        LOG.info("mailboxes={} domain={}", catalogue.all().size(), settings.domain());
    }

    @Deactivate
    void deactivate() {
        exporter.close();
        olderKeys.close();
        leftovers.close();
        logins.close();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setKeys(MailboxKeys bound) {
        keys = bound;
        logins.prepare(bound);
    }

    void unsetKeys(MailboxKeys unbound) {
        if (keys == unbound) {
            keys = null;
        }
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setIndex(MessageIndex bound) {
        index = bound;
        leftovers.clean(bound);
        olderKeys.lookSoon();
    }

    void unsetIndex(MessageIndex unbound) {
        if (index == unbound) {
            index = null;
        }
    }

    @Override
    public NewMailbox create(String name, String description) throws MailboxException {
        return create(new MailboxRequest(name, description, null, false, false), null);
    }

    @Override
    public NewMailbox create(String name, String description, MailboxId id) throws MailboxException {
        return create(new MailboxRequest(name, description, id, false, false), null);
    }

    @Override
    public Mailbox create(String name, String description, MailboxId id, char[] password) throws MailboxException {
        return create(new MailboxRequest(name, description, id, false, false), password)
                .mailbox();
    }

    @Override
    public NewMailbox create(MailboxRequest request, char @Nullable [] given) throws MailboxException {
        MailboxTexts.require(request.name(), request.description());
        String made = given == null ? secrets.password() : "";
        char[] password = given == null ? made.toCharArray() : given;
        Secrets.check(password);
        MailboxKeys leased = requireKeys();
        MailboxId id = Objects.requireNonNullElseGet(request.id(), secrets::mailboxId);
        EscrowCertificate escrow = request.escrow() ? escrowFile.read(sealer) : null;
        synchronized (changes) {
            Creation.Created created = creation.create(leased, id, request, escrow, password);
            return new NewMailbox(views.of(created.entry()), made, created.recoveryCode());
        }
    }

    @Override
    public List<Mailbox> list() {
        return views.list();
    }

    @Override
    public Optional<Mailbox> find(MailboxId id) {
        return views.find(id);
    }

    @Override
    public Mailbox edit(MailboxId id, @Nullable String name, @Nullable String description) throws MailboxException {
        synchronized (changes) {
            Catalogue.Entry entry = existing(id);
            String newName = name == null ? entry.stored().name() : name;
            String newDescription = description == null ? entry.stored().description() : description;
            MailboxTexts.require(newName, newDescription);
            return change(id, entry.stored().withTexts(newName, newDescription));
        }
    }

    @Override
    public Mailbox setEscrow(MailboxId id, boolean on) throws MailboxException {
        EscrowCertificate escrow = on ? escrowFile.read(sealer) : null;
        synchronized (changes) {
            Mailbox changed = change(id, existing(id).stored().withEscrow(escrow));
            LOG.info("mailbox={} escrow={}", id, changed.escrow());
            return changed;
        }
    }

    @Override
    public Mailbox setStatus(MailboxId id, Mailbox.Status status) throws MailboxException {
        synchronized (changes) {
            Mailbox changed = change(id, existing(id).stored().withStatus(status));
            LOG.info("mailbox={} status={}", id, status);
            return changed;
        }
    }

    @Override
    public String changePassword(MailboxId id, char[] current) throws MailboxException {
        MailboxKeys leased = requireKeys();
        synchronized (changes) {
            return keyChanges.changePassword(leased, existing(id), current);
        }
    }

    @Override
    public NewMailbox resetPassword(MailboxId id) throws MailboxException {
        MailboxKeys leased = requireKeys();
        synchronized (changes) {
            String password = keyChanges.resetPassword(leased, existing(id), store.lastSequence(id));
            olderKeys.lookSoon();
            return new NewMailbox(views.of(existing(id)), password);
        }
    }

    @Override
    public String resetPassword(MailboxId id, char[] recoveryCode) throws MailboxException {
        MailboxKeys leased = requireKeys();
        synchronized (changes) {
            return keyChanges.recover(leased, existing(id), recoveryCode);
        }
    }

    @Override
    public String setRecoveryCode(MailboxId id, char[] current) throws MailboxException {
        MailboxKeys leased = requireKeys();
        synchronized (changes) {
            return keyChanges.setRecoveryCode(leased, existing(id), current);
        }
    }

    @Override
    public void removeRecoveryCode(MailboxId id) throws MailboxException {
        synchronized (changes) {
            keyChanges.removeRecoveryCode(existing(id));
        }
    }

    private void retire(MailboxId id, MailboxPublicKey older) throws MailboxException {
        synchronized (changes) {
            keyChanges.retire(existing(id), older);
        }
    }

    @Override
    public void delete(MailboxId id, boolean force) throws MailboxException {
        synchronized (changes) {
            deletion.delete(existing(id), force);
        }
    }

    @Override
    public MailboxExport export(MailboxId id, Path directory) throws MailboxException {
        MailboxExporter.Content content;
        synchronized (changes) {
            // No key comes or goes between the two, so there is one for each mail.
            ExportedKeys exported = ExportedKeys.read(existing(id).stored(), keyFiles);
            content = new MailboxExporter.Content(waiting(id), exported);
        }
        MailboxExport export = exporter.export(content, () -> waiting(id), directory);
        LOG.info(
                "mailbox={} exported folder={} mails={} gone={} damaged={}",
                id,
                export.directory(),
                export.mails(),
                export.gone(),
                export.damaged());
        return export;
    }

    @Override
    public Mailbox setSenders(MailboxId id, SenderRules rules) throws MailboxException {
        SenderCheck.require(rules);
        synchronized (changes) {
            Mailbox changed = change(id, existing(id).stored().withSenders(rules));
            LOG.info("mailbox={} senders={}", id, rules);
            return changed;
        }
    }

    @Override
    public Mailbox setProxy(MailboxId id, ProxyRules rules) throws MailboxException {
        ProxyTargets.require(rules);
        synchronized (changes) {
            Mailbox changed = change(id, existing(id).stored().withProxy(rules));
            LOG.info("mailbox={} proxy={}", id, rules);
            return changed;
        }
    }

    @Override
    public Optional<ProxyAccess> proxyAccess(MailboxId id) {
        return recipients.proxyAccess(id);
    }

    @Override
    public Recipient resolve(MailAddress address, Sender sender) {
        return recipients.resolve(address, sender);
    }

    @Override
    public List<Refusal> refusals() {
        return recipients.refused();
    }

    @Override
    public Recipient resolve(MailAddress address) {
        return recipients.resolve(address);
    }

    @Override
    public Recipient recipient(MailboxId id) {
        return recipients.recipient(id);
    }

    @Override
    public CompletionStage<PickupLogin> login(String userName, char[] password, PickupSession session) {
        Optional<Logins.Services> services = services();
        if (services.isEmpty()) {
            return CompletableFuture.completedStage(
                    new PickupLogin.Unavailable(index == null ? "the index is away" : "sealing is away"));
        }
        return logins.login(userName, password, session, services.get()).thenApply(outcome -> {
            if (outcome instanceof PickupLogin.Opened opened) {
                views.pickedUp(opened.maildrop().mailbox(), clock.instant());
            }
            return outcome;
        });
    }

    private Optional<Logins.Services> services() {
        MailboxKeys leasedKeys = keys;
        MessageSealer leasedSealer = sealer;
        MessageIndex leasedIndex = index;
        return leasedKeys == null || leasedSealer == null || leasedIndex == null
                ? Optional.empty()
                : Optional.of(new Logins.Services(leasedKeys, leasedSealer, leasedIndex, store));
    }

    @Override
    public Map<MailboxId, Integer> damagedMails() {
        return damagedMails.counts();
    }

    @Override
    public List<KeyFault> checkKeys() {
        return new KeyCheck(catalogue, keyFiles, changes).run();
    }

    @Override
    public String domain() {
        return settings.domain();
    }

    @Override
    public List<String> warnings() {
        return new Warnings(settings, catalogue, escrowFile).of(sealer);
    }

    private MailboxKeys requireKeys() throws MailboxException {
        MailboxKeys leased = keys;
        if (leased == null) {
            throw new MailboxException(
                    Reason.UNAVAILABLE, "sealing is not there: no key can be made and no password changed", null);
        }
        return leased;
    }

    private Catalogue.Entry existing(MailboxId id) throws MailboxException {
        return states.existing(id);
    }

    private Mailbox change(MailboxId id, StoredMailbox changed) throws MailboxException {
        return views.of(states.change(id, changed));
    }

    private List<LogRecord.Message> waiting(MailboxId id) throws MailboxException {
        MessageIndex leased = index;
        if (leased == null) {
            throw new MailboxException(Reason.UNAVAILABLE, "the index is away", null);
        }
        try {
            return WaitingMails.of(id, leased, store);
        } catch (StorageException e) {
            throw new MailboxException(Reason.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        }
    }
}
