package org.letterlock.storage.log.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.letterlock.storage.api.DeduplicationKey;
import org.letterlock.storage.api.LogPosition;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.NewMessage;
import org.letterlock.storage.api.Outcome;
import org.letterlock.storage.api.PendingFigures;
import org.letterlock.storage.api.PendingMessage;
import org.letterlock.storage.api.SealedBody;
import org.letterlock.storage.api.StorageException;
import org.letterlock.storage.api.StorageException.Reason;
import org.letterlock.storage.api.StoreMaintenance;
import org.letterlock.storage.api.StoreStatus;

/** The store over a segment log. Opening it replays the log; closing it writes what was submitted. */
final class SegmentLogStore implements MessageStore, Closeable {

    static final String PID = "org.letterlock.storage.log";

    private final DataFolder folder;
    private final Settings settings;
    private final LogState state;
    private final DamageRegister damage;
    private final ByteBudget budget;
    private final LargeBodies largeBodies;
    private final PreparedSegments segments;
    private final Outcomes outcomes = new Outcomes();
    private final Housekeeper housekeeper;
    private final LogWriter writer;
    private final LogMaintenance maintenance;
    private final LedgerHeadLog ledgerHeads;
    private volatile boolean closed;

    /** Replays and opens; owns the folder from here on. */
    SegmentLogStore(DataFolder folder, Disk disk, Settings settings, InstantSource clock) throws IOException {
        this.folder = folder;
        this.settings = settings;
        this.damage = new DamageRegister(folder, disk, settings.lowWaterBytes());
        Replay.Result replayed = Replay.run(folder, disk, damage);
        this.state = replayed.state();
        this.budget = new ByteBudget(settings.inFlightBytes());
        this.largeBodies = new LargeBodies(folder, disk, budget, replayed.lastNumber() + 1);
        this.segments = new PreparedSegments(folder, disk, settings, clock);
        this.ledgerHeads = new LedgerHeadLog(state, clock, settings.ledgerHeadsInterval());
        MailReader mails = new MailReader(folder);
        this.housekeeper = new Housekeeper(
                folder,
                disk,
                settings,
                clock,
                state,
                segments,
                largeBodies,
                new Compactor(settings, clock, state, mails, damage));
        this.writer = new LogWriter(
                folder,
                disk,
                settings,
                clock,
                state,
                replayed.end(),
                replayed.lastNumber(),
                segments,
                outcomes,
                housekeeper);
        this.maintenance = new LogMaintenance(
                folder, disk, settings.lowWaterBytes(), state, housekeeper.deleting(), writer::end, () -> closed);
        writer.start();
        Orphans.complete(state, mails, writer);
        housekeeper.start(writer, ledgerHeads);
    }

    /** The same store for administrators. */
    StoreMaintenance maintenance() {
        return maintenance;
    }

    @Override
    public UUID storeId() {
        return folder.id();
    }

    @Override
    public void admit(long octets) throws StorageException {
        if (closed) {
            throw Failures.closed();
        }
        String unwritable = writer.unwritable();
        if (!unwritable.isEmpty()) {
            throw new StorageException(Reason.IO, unwritable, null);
        }
        long free = housekeeper.freeBytes() - budget.used();
        if (free - octets < settings.lowWaterBytes()) {
            throw new StorageException(
                    Reason.DISK_LOW, free + " octets are free, " + settings.lowWaterBytes() + " must stay free", null);
        }
    }

    @Override
    public SealedBody newBody() throws StorageException {
        if (closed) {
            throw Failures.closed();
        }
        return new Body(largeBodies, budget, settings.largeBodyBytes());
    }

    @Override
    public CompletionStage<List<LogRecord.Message>> append(List<NewMessage> copies) {
        AppendRequest request = new AppendRequest(copies);
        return submit(request, request.bodies());
    }

    /** Submits a request as soon as what does not go into the segment is durable. */
    private <T> CompletionStage<T> submit(Request<T> request, List<Body> bodies) {
        List<CompletableFuture<Void>> unfinished = new ArrayList<>();
        for (Body body : bodies) {
            CompletableFuture<Void> finished = body.finish().toCompletableFuture();
            if (!finished.isDone() || finished.isCompletedExceptionally()) {
                unfinished.add(finished);
            }
        }
        if (unfinished.isEmpty()) {
            writer.submit(request);
        } else {
            var unused = CompletableFuture.allOf(unfinished.toArray(CompletableFuture[]::new))
                    .whenComplete((nothing, failure) -> {
                        if (failure == null) {
                            writer.submit(request);
                        } else {
                            request.fail(reason(failure));
                        }
                    });
        }
        return request.future();
    }

    private static StorageException reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof StorageException known ? known : Failures.io("writing a body failed", cause);
    }

    @Override
    public CompletionStage<MessageId> appendIfAbsent(NewMessage copy, DeduplicationKey key) {
        AppendIfAbsentRequest request = new AppendIfAbsentRequest(copy, key);
        return submit(request, List.of(request.body()));
    }

    @Override
    public CompletionStage<PendingMessage> appendPending(NewMessage copy) {
        PendingRequest request = new PendingRequest(copy);
        return submit(request, List.of(request.body()));
    }

    @Override
    public CompletionStage<Optional<LogRecord.Message>> complete(
            PendingMessage pending, Outcome outcome, byte[] reply) {
        return writer.submit(new OutcomeRequest(pending, outcome, reply)).future();
    }

    @Override
    public Map<MailboxId, PendingFigures> pendingFigures() {
        Map<MailboxId, PendingFigures> figures = new HashMap<>();
        for (PendingCopies.Mark mark : state.marks()) {
            figures.merge(mark.mailbox(), mark.figures(), PendingFigures::plus);
        }
        return figures;
    }

    @Override
    public CompletionStage<Void> delete(Collection<LogRecord.Message> messages) {
        return messages.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : voidStage(writer.submit(new DeleteRequest(messages)));
    }

    @Override
    public CompletionStage<Void> putMailbox(MailboxId mailbox, byte[] newState) {
        return voidStage(writer.submit(new StateRequest(mailbox, newState)));
    }

    @Override
    public CompletionStage<Void> removeMailbox(MailboxId mailbox, long lastSequence) {
        return voidStage(writer.submit(new RemovalRequest(mailbox, lastSequence)));
    }

    @Override
    public long lastSequence(MailboxId mailbox) {
        return state.mailbox(mailbox).sequence();
    }

    private static CompletionStage<Void> voidStage(Request<Integer> request) {
        return request.future().thenAccept(records -> {});
    }

    @Override
    public Map<MailboxId, byte[]> mailboxStates() {
        Map<MailboxId, byte[]> states = new HashMap<>();
        state.mailboxes().forEach((id, log) -> {
            byte[] current = log.state();
            if (current != null) {
                states.put(id, current.clone());
            }
        });
        return states;
    }

    @Override
    public InputStream open(LogRecord.Message message) throws StorageException {
        return StoredBody.open(folder, state, damage, message);
    }

    @Override
    public LogPosition end() {
        return writer.end();
    }

    @Override
    public LogPosition scan(LogPosition from, LogPosition to, Visitor visitor) throws StorageException {
        return scan(from, to, false, visitor);
    }

    @Override
    public LogPosition scanWithKeys(LogPosition from, LogPosition to, Visitor visitor) throws StorageException {
        return scan(from, to, true, visitor);
    }

    private LogPosition scan(LogPosition from, LogPosition to, boolean withKeys, Visitor visitor)
            throws StorageException {
        LogPosition end = end();
        LogPosition limit = to.compareTo(end) < 0 ? to : end;
        try {
            return new LogScan(folder, state, damage, from, limit, withKeys, visitor).run();
        } catch (IOException e) {
            throw Failures.io("cannot read the log from " + from, e);
        }
    }

    @Override
    public Following follow(Runnable follower) {
        return outcomes.follow(follower);
    }

    @Override
    public StoreStatus status() {
        String detail = "";
        try {
            admit(0);
        } catch (StorageException e) {
            detail = String.valueOf(e.getMessage());
        }
        return new StoreStatus(
                folder.data().toString(),
                detail.isEmpty(),
                detail,
                end(),
                state.segmentCount(),
                housekeeper.usedBytes(),
                housekeeper.freeBytes(),
                settings.lowWaterBytes(),
                budget.used(),
                damage.count(),
                damage.quarantined());
    }

    @Override
    public void close() throws IOException {
        closed = true;
        try (folder) {
            segments.stop();
            writer.close();
            ledgerHeads.log();
            housekeeper.close();
            // Only when the outcomes are told it is known which files belong to a record.
            outcomes.close();
            largeBodies.close();
            segments.close();
        }
    }
}
