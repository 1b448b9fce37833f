package org.letterlock.testkit.storage;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
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
import org.letterlock.storage.api.StoreStatus;

/**
 * A store without a disk, for tests: what a stage completed for is visible, nothing else is, and stages complete on
 * threads of its own. A test can {@link #hold} its commits and make it {@link #refuse} what it is given.
 */
public final class InMemoryMessageStore implements MessageStore, AutoCloseable {

    /** Small, so that every test crosses segments. */
    private static final int RECORDS_PER_SEGMENT = 16;

    private static final int OCTETS_PER_RECORD = 100;
    private static final int MAX_COPIES = 100;
    private static final int MAX_STATE_OCTETS = 64 * 1024;

    private final UUID storeId;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(r -> new Thread(r, "memory-store-writer"));
    private final ExecutorService completions =
            Executors.newSingleThreadExecutor(r -> new Thread(r, "memory-store-completions"));
    private final Semaphore commits = new Semaphore(1);
    private final List<Runnable> followers = new CopyOnWriteArrayList<>();
    private volatile @Nullable Reason refusal;

    // Guarded by this.
    private final List<LogRecord> records = new ArrayList<>();
    private final Map<MailboxId, byte[]> states = new LinkedHashMap<>();
    private final Map<MailboxId, Long> sequences = new HashMap<>();
    private final Map<Copy, byte[]> bodies = new HashMap<>();
    private final Set<Copy> pending = new HashSet<>();
    private final Map<Copy, Outcome> flagged = new HashMap<>();
    private final Map<LogPosition, LogRecord.Key> keys = new HashMap<>();
    private final Map<MailboxId, Map<DeduplicationKey, MessageId>> known = new HashMap<>();

    /** A mailbox's copy of a mail. */
    private record Copy(MailboxId mailbox, MessageId id) {}

    /** Makes an empty store. */
    public InMemoryMessageStore() {
        this(UUID.randomUUID());
    }

    /** Makes an empty store that says it is a certain one. */
    public InMemoryMessageStore(UUID storeId) {
        this.storeId = storeId;
    }

    /** Lets nothing become durable until {@link #release}. */
    public void hold() {
        commits.acquireUninterruptibly();
    }

    /** Ends {@link #hold}. */
    public void release() {
        commits.release();
    }

    /** Makes it take nothing, for that reason; null makes it take everything again. */
    public void refuse(@Nullable Reason reason) {
        refusal = reason;
    }

    /** Moves a mail to the end of the log, as compaction does. */
    public CompletionStage<LogRecord.Message> rewrite(LogRecord.Message message) {
        return commit(() -> {
            LogRecord.Message moved = new LogRecord.Message(
                    end(),
                    message.mailbox(),
                    message.id(),
                    message.sequence(),
                    message.received(),
                    message.octets(),
                    message.sealedLength());
            records.add(moved);
            return moved;
        });
    }

    @Override
    public UUID storeId() {
        return storeId;
    }

    @Override
    public void admit(long octets) throws StorageException {
        Reason reason = refusal;
        if (reason != null) {
            throw new StorageException(reason, "refused by the test", null);
        }
    }

    @Override
    public SealedBody newBody() throws StorageException {
        admit(0);
        return new InMemoryBody();
    }

    @Override
    public CompletionStage<List<LogRecord.Message>> append(List<NewMessage> copies) {
        requireOneMail(copies);
        List<byte[]> sealed =
                copies.stream().map(copy -> ((InMemoryBody) copy.body()).take()).toList();
        return commit(() -> {
            for (NewMessage copy : copies) {
                requireMailbox(copy.mailbox());
            }
            List<LogRecord.Message> appended = new ArrayList<>(copies.size());
            for (int i = 0; i < copies.size(); i++) {
                PendingMessage copy = keep(copies.get(i), sealed.get(i));
                appended.add(appendMessage(copy));
            }
            return List.copyOf(appended);
        });
    }

    @Override
    public CompletionStage<MessageId> appendIfAbsent(NewMessage copy, DeduplicationKey key) {
        byte[] sealed = ((InMemoryBody) copy.body()).take();
        return commit(() -> {
            requireMailbox(copy.mailbox());
            Map<DeduplicationKey, MessageId> ofMailbox =
                    known.computeIfAbsent(copy.mailbox(), mailbox -> new HashMap<>());
            MessageId there = ofMailbox.putIfAbsent(key, copy.id());
            if (there != null) {
                return there;
            }
            keys.put(end(), new LogRecord.Key(end(), copy.mailbox(), copy.id(), key));
            return appendMessage(keep(copy, sealed)).id();
        });
    }

    @Override
    public CompletionStage<PendingMessage> appendPending(NewMessage copy) {
        byte[] sealed = ((InMemoryBody) copy.body()).take();
        return commit(() -> {
            requireMailbox(copy.mailbox());
            PendingMessage kept = keep(copy, sealed);
            pending.add(new Copy(copy.mailbox(), copy.id()));
            return kept;
        });
    }

    @Override
    public CompletionStage<Optional<LogRecord.Message>> complete(
            PendingMessage message, Outcome outcome, byte[] reply) {
        if (reply.length > MAX_REPLY_OCTETS) {
            throw new IllegalArgumentException("a reply of " + reply.length + " octets");
        }
        Copy copy = new Copy(message.mailbox(), message.id());
        return commit(() -> {
            if (!pending.remove(copy)) {
                throw new StorageException(Reason.NO_SUCH_MESSAGE, message.id() + " is not pending", null);
            }
            if (!outcome.isKept()) {
                bodies.remove(copy);
                return Optional.empty();
            }
            if (outcome.isFlagged()) {
                flagged.put(copy, outcome);
            }
            return Optional.of(appendMessage(message));
        });
    }

    @Override
    public synchronized Map<MailboxId, PendingFigures> pendingFigures() {
        Map<MailboxId, PendingFigures> figures = new HashMap<>();
        pending.forEach(copy -> figures.merge(copy.mailbox(), new PendingFigures(1, 0, 0), PendingFigures::plus));
        flagged.forEach((copy, outcome) -> figures.merge(
                copy.mailbox(),
                outcome == Outcome.UNCERTAIN ? new PendingFigures(0, 1, 0) : new PendingFigures(0, 0, 1),
                PendingFigures::plus));
        return figures;
    }

    private static void requireOneMail(List<NewMessage> copies) {
        if (copies.isEmpty() || copies.size() > MAX_COPIES) {
            throw new IllegalArgumentException(copies.size() + " copies");
        }
        if (copies.stream().map(NewMessage::id).distinct().count() != 1) {
            throw new IllegalArgumentException("copies of different mails");
        }
        if (copies.stream().map(NewMessage::mailbox).distinct().count() != copies.size()) {
            throw new IllegalArgumentException("two copies for one mailbox");
        }
    }

    private void requireMailbox(MailboxId mailbox) throws StorageException {
        if (!states.containsKey(mailbox)) {
            throw new StorageException(Reason.NO_SUCH_MAILBOX, "no mailbox " + mailbox, null);
        }
    }

    private PendingMessage keep(NewMessage copy, byte[] sealed) {
        bodies.put(new Copy(copy.mailbox(), copy.id()), sealed);
        return new PendingMessage(
                end(),
                copy.mailbox(),
                copy.id(),
                copy.received().truncatedTo(ChronoUnit.MILLIS),
                copy.octets(),
                sealed.length);
    }

    private LogRecord.Message appendMessage(PendingMessage copy) {
        long sequence = sequences.merge(copy.mailbox(), 1L, Long::sum);
        LogRecord.Message message = new LogRecord.Message(
                end(), copy.mailbox(), copy.id(), sequence, copy.received(), copy.octets(), copy.sealedLength());
        records.add(message);
        return message;
    }

    @Override
    public CompletionStage<Void> delete(Collection<LogRecord.Message> messages) {
        if (messages.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        Set<MailboxId> owners = new HashSet<>();
        messages.forEach(message -> owners.add(message.mailbox()));
        if (owners.size() != 1) {
            throw new IllegalArgumentException("mails of different mailboxes");
        }
        MailboxId mailbox = owners.iterator().next();
        List<MessageId> ids = messages.stream().map(LogRecord.Message::id).toList();
        return commitOnly(() -> {
            records.add(new LogRecord.Deletion(end(), mailbox, ids));
            for (MessageId id : ids) {
                bodies.remove(new Copy(mailbox, id));
                flagged.remove(new Copy(mailbox, id));
            }
        });
    }

    @Override
    public CompletionStage<Void> putMailbox(MailboxId mailbox, byte[] state) {
        if (state.length > MAX_STATE_OCTETS) {
            throw new IllegalArgumentException("a state of " + state.length + " octets");
        }
        byte[] copy = state.clone();
        return commitOnly(() -> {
            records.add(new LogRecord.State(end(), mailbox, false));
            states.put(mailbox, copy);
        });
    }

    @Override
    public CompletionStage<Void> removeMailbox(MailboxId mailbox, long lastSequence) {
        return commit(() -> {
                    boolean awaiting = lastSequence != Long.MAX_VALUE
                            && pending.stream().anyMatch(copy -> copy.mailbox().equals(mailbox));
                    if (lastSequence(mailbox) > lastSequence || awaiting) {
                        throw new StorageException(Reason.MAILBOX_CHANGED, mailbox + " got mails meanwhile", null);
                    }
                    if (states.remove(mailbox) != null) {
                        records.add(new LogRecord.State(end(), mailbox, true));
                        known.remove(mailbox);
                    }
                    return end();
                })
                .thenAccept(end -> {});
    }

    @Override
    public synchronized long lastSequence(MailboxId mailbox) {
        return sequences.getOrDefault(mailbox, 0L);
    }

    @Override
    public synchronized Map<MailboxId, byte[]> mailboxStates() {
        Map<MailboxId, byte[]> copy = new LinkedHashMap<>();
        states.forEach((mailbox, state) -> copy.put(mailbox, state.clone()));
        return copy;
    }

    @Override
    public synchronized InputStream open(LogRecord.Message message) throws StorageException {
        byte[] sealed = bodies.get(new Copy(message.mailbox(), message.id()));
        if (sealed == null) {
            throw new StorageException(Reason.NO_SUCH_MESSAGE, "no mail " + message.id(), null);
        }
        return new ByteArrayInputStream(sealed);
    }

    @Override
    public synchronized LogPosition end() {
        return positionOf(records.size());
    }

    private static LogPosition positionOf(int index) {
        return new LogPosition(
                1 + index / RECORDS_PER_SEGMENT, (long) (index % RECORDS_PER_SEGMENT) * OCTETS_PER_RECORD);
    }

    @Override
    public LogPosition scan(LogPosition from, LogPosition to, Visitor visitor) throws StorageException {
        for (LogRecord record : recordsBetween(from, to)) {
            if (!visitor.visit(record)) {
                return behind(record);
            }
        }
        return to;
    }

    @Override
    public LogPosition scanWithKeys(LogPosition from, LogPosition to, Visitor visitor) throws StorageException {
        return scan(from, to, record -> {
            LogRecord.Key key = keyOf(record);
            boolean goOn = key == null || visitor.visit(key);
            return visitor.visit(record) && goOn;
        });
    }

    private synchronized LogRecord.@Nullable Key keyOf(LogRecord record) {
        return keys.get(record.position());
    }

    private synchronized List<LogRecord> recordsBetween(LogPosition from, LogPosition to) {
        return List.copyOf(records.subList(indexOf(from), indexOf(to)));
    }

    private int indexOf(LogPosition position) {
        if (position.segment() == 0) {
            return 0;
        }
        long index = (position.segment() - 1) * RECORDS_PER_SEGMENT
                + (position.offset() + OCTETS_PER_RECORD - 1) / OCTETS_PER_RECORD;
        if (index > records.size()) {
            throw new IllegalArgumentException(position + " is behind the end");
        }
        return (int) index;
    }

    private LogPosition behind(LogRecord record) {
        return positionOf(indexOf(record.position()) + 1);
    }

    @Override
    public Following follow(Runnable follower) {
        followers.add(follower);
        return () -> followers.remove(follower);
    }

    @Override
    public StoreStatus status() {
        Reason reason = refusal;
        return new StoreStatus(
                "memory",
                reason == null,
                reason == null ? "" : reason.name(),
                end(),
                1,
                0,
                Long.MAX_VALUE,
                0,
                0,
                0,
                List.of());
    }

    @Override
    public void close() {
        writer.shutdown();
        completions.shutdown();
    }

    /** A change of the log; runs on the writer with the monitor held. */
    private interface Change<T> {
        T apply() throws StorageException;
    }

    private CompletionStage<Void> commitOnly(Runnable change) {
        return commit(() -> {
                    change.run();
                    return end();
                })
                .thenAccept(end -> {});
    }

    private <T> CompletionStage<T> commit(Change<T> change) {
        CompletableFuture<T> done = new CompletableFuture<>();
        writer.execute(() -> {
            commits.acquireUninterruptibly();
            try {
                T result;
                synchronized (this) {
                    admit(0);
                    result = change.apply();
                }
                completions.execute(() -> {
                    done.complete(result);
                    followers.forEach(Runnable::run);
                });
            } catch (StorageException e) {
                completions.execute(() -> done.completeExceptionally(e));
            } finally {
                commits.release();
            }
        });
        return done;
    }
}
