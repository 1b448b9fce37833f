package org.letterlock.intake.core.internal;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.crypto.api.MessageSealer;
import org.letterlock.intake.api.Capture;
import org.letterlock.intake.api.Intake;
import org.letterlock.intake.api.IntakeException;
import org.letterlock.intake.api.IntakeException.Reason;
import org.letterlock.intake.api.IntakeTransaction;
import org.letterlock.intake.api.ProxiedTransaction;
import org.letterlock.mail.api.DsnRequest;
import org.letterlock.mail.api.Envelope;
import org.letterlock.mail.api.MailAddress;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.mail.api.Peer;
import org.letterlock.mailbox.api.MailboxService;
import org.letterlock.mailbox.api.Recipient;
import org.letterlock.storage.api.MessageIndex;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.SealedBody;
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

/**
 * Takes a mail from envelope to store: trace headers, then a sealing for each mailbox, then one append. Sealing is a fixed
 * stage: nothing gets past it.
 */
@Component(name = SealingIntake.PID, immediate = true, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = Config.class)
public final class SealingIntake implements Intake {

    static final String PID = "org.letterlock.intake.core";

    private final Settings settings;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final MessageIds ids;
    private final MailDates dates = new MailDates();
    private final AtomicInteger copiesInProgress = new AtomicInteger();
    private final DistinctCopies distinct;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable MessageStore store;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable MessageSealer sealer;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable MailboxService mailboxes;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile @Nullable MessageIndex index;

    /** Called by the component runtime. */
    @Activate
    public SealingIntake(Config config, Map<String, Object> properties) {
        this(Settings.from(properties), Clock.systemUTC(), System::nanoTime);
    }

    SealingIntake(Settings settings, Clock clock, LongSupplier nanoTime) {
        this.settings = settings;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.ids = new MessageIds(clock);
        this.distinct = new DistinctCopies(settings.deduplicationKeyFile());
    }

    @Deactivate
    void stop() {
        distinct.close();
    }

    @Override
    public void admit(long octets) throws IntakeException {
        MessageStore leased = store();
        sealer();
        mailboxes();
        try {
            leased.admit(octets);
        } catch (StorageException e) {
            throw Reasons.of(e);
        }
    }

    @Override
    public IntakeTransaction begin(Envelope envelope, Peer peer, Set<MailboxId> recipients) throws IntakeException {
        if (recipients.isEmpty() || recipients.size() > MAX_MAILBOXES) {
            throw new IllegalArgumentException(
                    "a mail has 1 to " + MAX_MAILBOXES + " mailboxes, not " + recipients.size());
        }
        Lease lease = new Lease(store(), sealer(), mailboxes());
        BooleanSupplier tooOld = keyUseLimit();
        List<Recipient.Active> active = active(lease.mailboxes(), recipients);
        Map<MailboxId, DsnRequest.Recipient> dsn = dsn(lease.mailboxes(), envelope);
        return begin(lease, active, peer, tooOld, received -> {
            TraceHeaders headers = new TraceHeaders(envelope, received);
            return recipient ->
                    headers.of(recipient.address(), dsn.getOrDefault(recipient.id(), DsnRequest.Recipient.NONE));
        });
    }

    @Override
    public ProxiedTransaction beginProxied(MailboxId mailbox, Capture capture, @Nullable Envelope envelope, Peer peer)
            throws IntakeException {
        Lease lease = new Lease(store(), sealer(), mailboxes());
        BooleanSupplier tooOld = keyUseLimit();
        List<Recipient.Active> active = active(lease.mailboxes(), Set.of(mailbox));
        SealingTransaction mail = begin(
                lease, active, peer, tooOld, received -> recipient -> CaptureHeaders.of(capture, envelope, received));
        PassingMail.Distinction distinction =
                capture.protocol() == Capture.Protocol.POP3_PROXY ? new PassingMail.Distinction(distinct, index) : null;
        return new PassingMail(mail, lease.store(), lease.sealer(), active.get(0), distinction);
    }

    /** What a mail uses from its beginning to its end. */
    private record Lease(MessageStore store, MessageSealer sealer, MailboxService mailboxes) {}

    private SealingTransaction begin(
            Lease lease,
            List<Recipient.Active> active,
            Peer peer,
            BooleanSupplier tooOld,
            Function<ReceivedHeader, Function<Recipient.Active, ByteBuffer>> headersAbove)
            throws IntakeException {
        MessageId id = ids.next();
        Instant received = clock.instant();
        Function<Recipient.Active, ByteBuffer> headers =
                headersAbove.apply(new ReceivedHeader(settings.hostname(), peer, id, dates.format(received)));
        List<Copy> copies = new ArrayList<>(active.size());
        SealingTransaction transaction =
                new SealingTransaction(lease.store(), id, received, copies, tooOld, enter(active.size()));
        boolean begun = false;
        try {
            lease.store().admit(0);
            for (Recipient.Active recipient : active) {
                copies.add(open(lease.store(), lease.sealer(), recipient, headers.apply(recipient)));
            }
            begun = true;
            return transaction;
        } catch (StorageException e) {
            throw Reasons.of(e);
        } finally {
            if (!begun) {
                transaction.close();
            }
        }
    }

    /** Says whether the keys that are asked for from now on may have been erased. */
    private BooleanSupplier keyUseLimit() {
        long asked = nanoTime.getAsLong();
        return () -> nanoTime.getAsLong() - asked >= Recipient.KEY_USE_LIMIT.toNanos();
    }

    /** Counts copies whose sealing holds memory; the result takes them out again. */
    private Runnable enter(int copies) throws IntakeException {
        if (copiesInProgress.addAndGet(copies) > settings.maxCopiesInProgress()) {
            copiesInProgress.addAndGet(-copies);
            throw new IntakeException(Reason.STORE, "too many mails at the same time", null);
        }
        return () -> copiesInProgress.addAndGet(-copies);
    }

    private static List<Recipient.Active> active(MailboxService mailboxes, Set<MailboxId> ids) throws IntakeException {
        List<Recipient.Active> active = new ArrayList<>(ids.size());
        for (MailboxId id : ids) {
            if (!(mailboxes.recipient(id) instanceof Recipient.Active recipient)) {
                throw new IntakeException(Reason.MAILBOX_CHANGED, id + " takes no mail any more", null);
            }
            active.add(recipient);
        }
        return active;
    }

    /** What was asked of notifications, by mailbox: each copy tells what concerns it only. */
    private static Map<MailboxId, DsnRequest.Recipient> dsn(MailboxService mailboxes, Envelope envelope) {
        Map<MailAddress, DsnRequest.Recipient> asked = envelope.dsn().recipients();
        Map<MailboxId, DsnRequest.Recipient> dsn = new HashMap<>();
        for (Map.Entry<MailAddress, DsnRequest.Recipient> entry : asked.entrySet()) {
            if (mailboxes.resolve(entry.getKey()) instanceof Recipient.Active recipient) {
                dsn.put(recipient.id(), entry.getValue());
            }
        }
        return dsn;
    }

    private static Copy open(MessageStore store, MessageSealer sealer, Recipient.Active recipient, ByteBuffer header)
            throws IntakeException {
        @Nullable SealedBody unowned = null;
        try {
            SealedBody body = store.newBody();
            unowned = body;
            Copy copy = new Copy(recipient.id(), body, sealer.seal(recipient.key(), recipient.escrow()));
            copy.writeHeaders(header);
            unowned = null;
            return copy;
        } catch (StorageException e) {
            throw Reasons.of(e);
        } catch (CryptoException e) {
            throw Reasons.of(e);
        } finally {
            if (unowned != null) {
                unowned.close();
            }
        }
    }

    private MessageStore store() throws IntakeException {
        MessageStore leased = store;
        if (leased == null) {
            throw new IntakeException(Reason.AWAY, "the store is not there", null);
        }
        return leased;
    }

    private MessageSealer sealer() throws IntakeException {
        MessageSealer leased = sealer;
        if (leased == null) {
            throw new IntakeException(Reason.AWAY, "the sealer is not there", null);
        }
        return leased;
    }

    private MailboxService mailboxes() throws IntakeException {
        MailboxService leased = mailboxes;
        if (leased == null) {
            throw new IntakeException(Reason.AWAY, "the mailboxes are not loaded", null);
        }
        return leased;
    }
}
