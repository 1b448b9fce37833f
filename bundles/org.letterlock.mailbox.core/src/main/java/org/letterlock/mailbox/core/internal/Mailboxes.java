package org.letterlock.mailbox.core.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.crypto.api.CryptoException;
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

/** The mailboxes, from the states that the store keeps. It is made anew with each store, so it is never half loaded. */
@Component(name = Mailboxes.PID, immediate = true, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Config.class)
public final class Mailboxes implements MailboxService {

    static final String PID = "org.letterlock.mailbox.core";

    private static final Logger LOG = LoggerFactory.getLogger(Mailboxes.class);
    private static final int MAX_NAME = 200;
    private static final int MAX_DESCRIPTION = 2_000;
    private static final int DELETED_AT_ONCE = 1_000;

    private final Settings settings;
    private final Clock clock;
    private final MessageStore store;
    private final KeyFiles keyFiles;
    private final Catalogue catalogue;
    private final Secrets secrets = new Secrets();
    private final Refusals refusals;
    private final DamagedMails damagedMails = new DamagedMails();
    private final Logins logins;
    private final Leftovers leftovers;
    private final KeyChanges keyChanges;
    private final MailboxExporter exporter;
    private final OlderKeys olderKeys;
    private final EscrowFile escrowFile;
    private final Map<MailboxId, Instant> lastPickups = new ConcurrentHashMap<>();
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
        this.refusals = new Refusals(clock);
        this.escrowFile = new EscrowFile(settings.escrowCertificateFile());
        this.keyFiles = new KeyFiles(settings.dataDirectory());
        this.catalogue = Catalogue.load(store.mailboxStates());
        settleKeys();
        this.logins = new Logins(settings, catalogue, keyFiles, secrets, damagedMails);
        this.leftovers = new Leftovers(catalogue, store);
        this.exporter = new MailboxExporter(store, settings.dataDirectory());
        this.keyChanges = new KeyChanges(keyFiles, secrets, new KeyChanges.States() {
            @Override
            public void store(Catalogue.Entry entry) throws MailboxException {
                await(store.putMailbox(entry.id(), entry.stored().encode()));
            }

            @Override
            public void use(Catalogue.Entry entry) {
                catalogue.put(entry);
            }
        });
        this.olderKeys = new OlderKeys(catalogue, this::services, this::retire, nanoTime);
        LOG.info("mailboxes={} domain={}", catalogue.all().size(), settings.domain());
    }

    /** Ends what a crash or a failure of the store left of changes of keys. */
    private void settleKeys() throws IOException {
        Map<String, String> standIns = keyFiles.settle(catalogue.keyFiles());
        for (Catalogue.Entry entry : catalogue.all().values()) {
            StoredMailbox settled = settled(entry.id(), entry.stored(), standIns);
            if (!settled.equals(entry.stored())) {
                catalogue.put(Catalogue.Entry.of(entry.id(), settled));
            }
        }
    }

    private StoredMailbox settled(MailboxId id, StoredMailbox stored, Map<String, String> standIns) {
        StoredMailbox settled = stored;
        String current = stored.lockedKeys().get(0);
        String standIn = standIns.get(current);
        String recovery = stored.recoveryKey();
        if (standIn != null) {
            settled = settled.withLock(standIn);
            LOG.warn("mailbox={} has its former password: its change had failed", id);
        } else if (!keyFiles.contains(current)
                && recovery == null
                && !stored.olderKeys().isEmpty()) {
            // Nobody could ever open what is sealed to a key that is not there.
            settled = settled.withFormerKey();
            LOG.warn("mailbox={} has its former key and password: its reset had failed", id);
        }
        if (recovery != null && !keyFiles.contains(recovery)) {
            settled = settled.withRecoveryKey(standIns.get(recovery));
            LOG.warn("mailbox={} has its former recovery code, or none: its change had failed", id);
        }
        return settled;
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
        checkTexts(request.name(), request.description());
        String made = given == null ? secrets.password() : "";
        char[] password = given == null ? made.toCharArray() : given;
        Secrets.check(password);
        MailboxKeys leased = requireKeys();
        MailboxId id = Objects.requireNonNullElseGet(request.id(), secrets::mailboxId);
        EscrowCertificate escrow = request.escrow() ? escrowFile.read(sealer) : null;
        synchronized (changes) {
            requireUnused(id);
            try {
                MailboxKeys.NewKey key = leased.create(password);
                KeyChanges.Recovery recovery = request.recoveryCode()
                        ? keyChanges.recovery(leased, key.lockedKey(), password).orElseThrow()
                        : null;
                StoredMailbox stored = StoredMailbox.create(
                                request.name(),
                                request.description(),
                                settings.domain(),
                                clock.instant(),
                                key.publicKey(),
                                keyFiles.write(key.lockedKey()))
                        .withRecoveryKey(recovery == null ? null : keyFiles.write(recovery.lock()))
                        .withEscrow(escrow);
                Mailbox created = change(id, stored);
                LOG.info("mailbox={} created", id);
                return new NewMailbox(created, made, recovery == null ? null : recovery.code());
            } catch (CryptoException | IOException e) {
                throw new MailboxException(Reason.UNAVAILABLE, "no key could be made: " + e.getMessage(), e);
            }
        }
    }

    /** An id that had mails is never used again: what is left of them would be handed out, or the new ones deleted. */
    private void requireUnused(MailboxId id) throws MailboxException {
        if (catalogue.find(id) != null) {
            throw new MailboxException(Reason.ID_TAKEN, "there is a mailbox " + id + " already", null);
        }
        if (store.lastSequence(id) > 0) {
            throw new MailboxException(
                    Reason.ID_TAKEN, id + " was a mailbox that is deleted; its id cannot be used again", null);
        }
    }

    @Override
    public List<Mailbox> list() {
        return catalogue.all().values().stream()
                .map(this::view)
                .sorted(Comparator.comparing(Mailbox::name).thenComparing(Mailbox::id))
                .toList();
    }

    @Override
    public Optional<Mailbox> find(MailboxId id) {
        return Optional.ofNullable(catalogue.find(id)).map(this::view);
    }

    @Override
    public Mailbox edit(MailboxId id, @Nullable String name, @Nullable String description) throws MailboxException {
        synchronized (changes) {
            Catalogue.Entry entry = existing(id);
            String newName = name == null ? entry.stored().name() : name;
            String newDescription = description == null ? entry.stored().description() : description;
            checkTexts(newName, newDescription);
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
            return new NewMailbox(view(existing(id)), password);
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
            Catalogue.Entry entry = existing(id);
            if (entry.stored().state() != Mailbox.Status.SUSPENDED) {
                throw new MailboxException(Reason.NOT_SUSPENDED, id + " is active; suspend it first", null);
            }
            long lastSequence = store.lastSequence(id);
            boolean empty = waiting(id).isEmpty();
            if (!force && !empty) {
                throw new MailboxException(
                        Reason.NOT_EMPTY, id + " holds mails that were not picked up; they would be lost", null);
            }
            remove(entry, force ? Long.MAX_VALUE : lastSequence);
            deleteMails(id);
            LOG.info("mailbox={} deleted", id);
        }
    }

    private void remove(Catalogue.Entry entry, long lastSequence) throws MailboxException {
        MailboxId id = entry.id();
        List<String> names = entry.stored().keyFiles();
        try {
            for (String name : names) {
                keyFiles.condemn(name);
            }
            try {
                await(store.removeMailbox(id, lastSequence));
            } catch (MailboxException e) {
                for (String name : names) {
                    keyFiles.reprieve(name);
                }
                throw e;
            }
            catalogue.remove(id);
            logins.revoke(id);
            lastPickups.remove(id);
            damagedMails.forget(id);
            refusals.forget(id);
            for (String name : names) {
                keyFiles.erase(name);
            }
        } catch (IOException e) {
            throw new MailboxException(Reason.UNAVAILABLE, "the locked keys of " + id + ": " + e, e);
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
    public Recipient resolve(MailAddress address, Sender sender) {
        Recipient recipient = resolve(address);
        if (recipient instanceof Recipient.Unknown) {
            refusals.unknown(address.localPart(), sender);
        } else if (recipient instanceof Recipient.Active active) {
            return checked(active, sender);
        }
        return recipient;
    }

    private Recipient checked(Recipient.Active active, Sender sender) {
        Catalogue.Entry entry = catalogue.find(active.id());
        Refusal.Reason broken = entry == null ? null : entry.senders().brokenBy(sender);
        if (entry == null || broken == null) {
            return active;
        }
        refusals.refused(active.id(), broken, sender);
        return new Recipient.Refused(
                active.id(), broken, entry.stored().senderRules().defer());
    }

    @Override
    public List<Refusal> refusals() {
        return refusals.list();
    }

    @Override
    public Recipient resolve(MailAddress address) {
        Optional<MailboxId> id = MailboxId.parse(address.localPart());
        if (id.isPresent() && catalogue.find(id.get()) != null) {
            return recipient(id.get());
        }
        boolean own = address.domain().equals(settings.domain());
        if (address.localPart().equalsIgnoreCase("postmaster")
                && (own || address.domain().isEmpty())) {
            MailboxId postmaster = settings.postmaster();
            return postmaster == null || catalogue.find(postmaster) == null
                    ? new Recipient.NoPostmaster()
                    : recipient(postmaster);
        }
        if (catalogue.all().isEmpty()) {
            return new Recipient.NoMailboxes();
        }
        return own ? new Recipient.Unknown() : new Recipient.ForeignDomain();
    }

    @Override
    public Recipient recipient(MailboxId id) {
        Catalogue.Entry entry = catalogue.find(id);
        if (entry == null) {
            return new Recipient.Unknown();
        }
        return entry.stored().state() == Mailbox.Status.ACTIVE
                ? new Recipient.Active(id, address(id), entry.key(), entry.escrow())
                : new Recipient.Suspended(id);
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
                lastPickups.put(opened.maildrop().mailbox(), clock.instant());
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
        List<String> warnings = new ArrayList<>();
        if (catalogue.all().isEmpty()) {
            warnings.add("there is no mailbox; all mail gets 450");
        }
        MailboxId postmaster = settings.postmaster();
        if (postmaster == null) {
            warnings.add("no mailbox takes mail for postmaster (" + PID + ": postmasterMailbox); it gets 450");
        } else if (catalogue.find(postmaster) == null) {
            warnings.add(PID + ": postmasterMailbox: there is no mailbox " + postmaster);
        }
        long others = catalogue.all().values().stream()
                .filter(entry -> !entry.stored().domain().equals(settings.domain()))
                .count();
        if (others > 0) {
            warnings.add(others + " mailboxes were made when the domain was not " + settings.domain()
                    + "; their old addresses are accepted");
        }
        warnings.addAll(escrowFile.warnings(sealer, catalogue));
        return warnings;
    }

    private static void checkTexts(String name, String description) throws MailboxException {
        if (name.isBlank() || name.length() > MAX_NAME || hasControls(name)) {
            throw new MailboxException(
                    Reason.INVALID,
                    "a name has 1 to " + MAX_NAME + " characters, none of them control characters",
                    null);
        }
        if (description.length() > MAX_DESCRIPTION) {
            throw new MailboxException(
                    Reason.INVALID, "a description has at most " + MAX_DESCRIPTION + " characters", null);
        }
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(Character::isISOControl);
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
        Catalogue.Entry entry = catalogue.find(id);
        if (entry == null) {
            throw new MailboxException(Reason.NOT_FOUND, "there is no mailbox " + id, null);
        }
        return entry;
    }

    private Mailbox change(MailboxId id, StoredMailbox changed) throws MailboxException {
        Catalogue.Entry entry = Catalogue.Entry.of(id, changed);
        put(entry);
        return view(entry);
    }

    private void put(Catalogue.Entry entry) throws MailboxException {
        await(store.putMailbox(entry.id(), entry.stored().encode()));
        catalogue.put(entry);
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

    private void deleteMails(MailboxId id) throws MailboxException {
        List<LogRecord.Message> mails = waiting(id);
        for (int from = 0; from < mails.size(); from += DELETED_AT_ONCE) {
            await(store.delete(mails.subList(from, Math.min(mails.size(), from + DELETED_AT_ONCE))));
        }
    }

    private static void await(CompletionStage<Void> durable) throws MailboxException {
        try {
            durable.toCompletableFuture().join();
        } catch (CompletionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            if (cause instanceof StorageException s && s.reason() == StorageException.Reason.MAILBOX_CHANGED) {
                throw new MailboxException(Reason.NOT_EMPTY, s.getMessage() + "; they would be lost", s);
            }
            throw new MailboxException(Reason.UNAVAILABLE, "the store: " + cause.getMessage(), cause);
        }
    }

    private MailAddress address(MailboxId id) {
        return new MailAddress(id.toString(), settings.domain());
    }

    private Mailbox view(Catalogue.Entry entry) {
        MessageIndex.Figures figures = figures(entry.id());
        StoredMailbox stored = entry.stored();
        return new Mailbox(
                entry.id(),
                address(entry.id()),
                stored.name(),
                stored.description(),
                stored.state(),
                entry.key().fingerprintText().toLowerCase(Locale.ROOT),
                Instant.parse(stored.created()),
                figures.messages(),
                figures.octets(),
                figures.oldest(),
                figures.lastReceived(),
                lastPickups.get(entry.id()),
                stored.senderRules(),
                stored.olderKeys().size(),
                stored.olderKeys().isEmpty() ? 0 : olderKeys.messages(entry.id()),
                stored.recoveryKey() != null,
                entry.escrow() == null ? null : entry.escrow().fingerprintText());
    }

    private MessageIndex.Figures figures(MailboxId id) {
        MessageIndex leased = index;
        if (leased != null) {
            try {
                return leased.figures(id);
            } catch (StorageException e) {
                LOG.warn("mailbox={} figures cannot be read: {}", id, e.getMessage());
            }
        }
        return new MessageIndex.Figures(-1, -1, null, null);
    }
}
