package org.letterlock.intake.core.internal;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
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
import org.letterlock.storage.api.StoreStatus;
import org.letterlock.testkit.storage.InMemoryMessageStore;

/** The in-memory store, which counts bodies that nobody closed or appended, and fails where a test wants it to. */
final class WatchedStore implements MessageStore {

    final InMemoryMessageStore store = new InMemoryMessageStore();
    final AtomicInteger openBodies = new AtomicInteger();
    int admissionsBeforeFailure = Integer.MAX_VALUE;
    int bodiesBeforeFailure = Integer.MAX_VALUE;
    Supplier<CompletionStage<Void>> writeAnswer = () -> CompletableFuture.completedFuture(null);
    StorageException.@Nullable Reason appendFailure;
    volatile byte[] lastReply = {};

    @Override
    public void admit(long octets) throws StorageException {
        if (admissionsBeforeFailure-- == 0) {
            throw new StorageException(StorageException.Reason.DISK_LOW, "no more room", null);
        }
        store.admit(octets);
    }

    @Override
    public SealedBody newBody() throws StorageException {
        if (bodiesBeforeFailure-- == 0) {
            throw new StorageException(StorageException.Reason.DISK_LOW, "no more bodies", null);
        }
        SealedBody body = store.newBody();
        openBodies.incrementAndGet();
        return new WatchedBody(body);
    }

    @Override
    public CompletionStage<List<LogRecord.Message>> append(List<NewMessage> copies) {
        List<NewMessage> unwrapped = new ArrayList<>();
        for (NewMessage copy : copies) {
            WatchedBody watched = (WatchedBody) copy.body();
            watched.release();
            unwrapped.add(new NewMessage(copy.mailbox(), copy.id(), copy.received(), copy.octets(), watched.body));
        }
        if (appendFailure != null) {
            return CompletableFuture.failedFuture(new StorageException(appendFailure, "not appended", null));
        }
        return store.append(unwrapped);
    }

    @Override
    public CompletionStage<MessageId> appendIfAbsent(NewMessage copy, DeduplicationKey key) {
        WatchedBody watched = (WatchedBody) copy.body();
        watched.release();
        if (appendFailure != null) {
            return CompletableFuture.failedFuture(new StorageException(appendFailure, "not appended", null));
        }
        return store.appendIfAbsent(
                new NewMessage(copy.mailbox(), copy.id(), copy.received(), copy.octets(), watched.body), key);
    }

    @Override
    public CompletionStage<PendingMessage> appendPending(NewMessage copy) {
        WatchedBody watched = (WatchedBody) copy.body();
        watched.release();
        if (appendFailure != null) {
            return CompletableFuture.failedFuture(new StorageException(appendFailure, "not appended", null));
        }
        return store.appendPending(
                new NewMessage(copy.mailbox(), copy.id(), copy.received(), copy.octets(), watched.body));
    }

    @Override
    public CompletionStage<Optional<LogRecord.Message>> complete(
            PendingMessage pending, Outcome outcome, byte[] reply) {
        lastReply = reply;
        return store.complete(pending, outcome, reply);
    }

    @Override
    public Map<MailboxId, PendingFigures> pendingFigures() {
        return store.pendingFigures();
    }

    private final class WatchedBody implements SealedBody {

        private final SealedBody body;
        private boolean released;

        WatchedBody(SealedBody body) {
            this.body = body;
        }

        @Override
        public CompletionStage<Void> write(ByteBuffer sealed) {
            body.write(sealed);
            return writeAnswer.get();
        }

        @Override
        public long length() {
            return body.length();
        }

        @Override
        public void close() {
            release();
            body.close();
        }

        private void release() {
            if (!released) {
                released = true;
                openBodies.decrementAndGet();
            }
        }
    }

    @Override
    public UUID storeId() {
        return store.storeId();
    }

    @Override
    public CompletionStage<Void> delete(Collection<LogRecord.Message> messages) {
        return store.delete(messages);
    }

    @Override
    public CompletionStage<Void> putMailbox(MailboxId mailbox, byte[] state) {
        return store.putMailbox(mailbox, state);
    }

    @Override
    public CompletionStage<Void> removeMailbox(MailboxId mailbox, long lastSequence) {
        return store.removeMailbox(mailbox, lastSequence);
    }

    @Override
    public long lastSequence(MailboxId mailbox) {
        return store.lastSequence(mailbox);
    }

    @Override
    public Map<MailboxId, byte[]> mailboxStates() {
        return store.mailboxStates();
    }

    @Override
    public InputStream open(LogRecord.Message message) throws StorageException {
        return store.open(message);
    }

    @Override
    public LogPosition end() {
        return store.end();
    }

    @Override
    public LogPosition scan(LogPosition from, LogPosition to, Visitor visitor) throws StorageException {
        return store.scan(from, to, visitor);
    }

    @Override
    public LogPosition scanWithKeys(LogPosition from, LogPosition to, Visitor visitor) throws StorageException {
        return store.scanWithKeys(from, to, visitor);
    }

    @Override
    public Following follow(Runnable follower) {
        return store.follow(follower);
    }

    @Override
    public StoreStatus status() {
        return store.status();
    }
}
