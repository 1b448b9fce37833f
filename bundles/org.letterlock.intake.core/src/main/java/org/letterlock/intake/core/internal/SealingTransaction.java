package org.letterlock.intake.core.internal;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.intake.api.IntakeException;
import org.letterlock.intake.api.IntakeException.Reason;
import org.letterlock.intake.api.IntakeTransaction;
import org.letterlock.mail.api.MessageId;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.NewMessage;
import org.letterlock.storage.api.StorageException;

/** A mail on its way through the sealings of its copies into the store. */
final class SealingTransaction implements IntakeTransaction {

    /** How often the room on the disk is looked at within a mail. */
    private static final long CHECK_EVERY_OCTETS = 16 << 20;

    private final MessageStore store;
    private final MessageId id;
    private final Instant received;
    private final List<Copy> copies;
    private final BooleanSupplier tooOld;
    private final Runnable ended;
    private final AtomicBoolean over = new AtomicBoolean();

    private CompletableFuture<Void> taken = Copy.READY;
    private @Nullable IntakeException failure;
    private long octets;
    private long nextCheck = CHECK_EVERY_OCTETS;
    // The trace headers end with CRLF, so a mail without octets does too.
    private byte last = '\n';
    private byte lastButOne = '\r';

    /**
     * Makes it.
     *
     * @param tooOld whether it is too late for the keys that the copies are sealed to
     * @param ended is run once, when the sealings hold no memory any more
     */
    SealingTransaction(
            MessageStore store,
            MessageId id,
            Instant received,
            List<Copy> copies,
            BooleanSupplier tooOld,
            Runnable ended) {
        this.store = store;
        this.id = id;
        this.received = received;
        this.copies = copies;
        this.tooOld = tooOld;
        this.ended = ended;
    }

    @Override
    public MessageId id() {
        return id;
    }

    @Override
    public CompletionStage<Void> write(ByteBuffer plain) {
        int start = plain.position();
        int end = plain.limit();
        if (failure == null && !over.get() && start < end) {
            count(plain, start, end);
            try {
                checkRoom();
                for (Copy copy : copies) {
                    plain.position(start);
                    copy.write(plain);
                    taken = Copy.both(taken, copy.taken());
                }
            } catch (StorageException e) {
                failure = Reasons.of(e);
                // Who sends without end would fill the disk otherwise.
                closeBodies();
            } catch (CryptoException e) {
                failure = Reasons.of(e);
            } catch (RuntimeException | Error e) {
                // The copies may have a hole now.
                failure = Reasons.ofStage(e);
                throw e;
            }
        }
        plain.position(end);
        return failure == null && taken == Copy.READY ? Copy.READY : whenTaken();
    }

    @Override
    public CompletionStage<Void> commit() {
        return end(messages -> Reasons.inOurTerms(store.append(messages), records -> null));
    }

    /** Ends the sealings and hands the complete copies to whoever keeps them. */
    <T> CompletionStage<T> end(Function<List<NewMessage>, CompletionStage<T>> keeper) {
        if (!over.compareAndSet(false, true)) {
            return CompletableFuture.failedFuture(new IntakeException(Reason.STORE, "the transaction is over", null));
        }
        boolean appended = false;
        try {
            IntakeException unkept = finish();
            if (unkept != null) {
                return CompletableFuture.failedFuture(unkept);
            }
            List<NewMessage> messages = messages();
            appended = true;
            return keeper.apply(messages);
        } finally {
            ended.run();
            if (!appended) {
                closeBodies();
            }
        }
    }

    @Override
    public void close() {
        if (over.compareAndSet(false, true)) {
            ended.run();
            closeBodies();
        }
    }

    private void closeBodies() {
        for (Copy copy : copies) {
            copy.body().close();
        }
    }

    /** Whether the disk still has room, from time to time within a large mail. */
    private void checkRoom() throws StorageException {
        if (octets >= nextCheck) {
            nextCheck = octets + CHECK_EVERY_OCTETS;
            store.admit(0);
        }
    }

    private void count(ByteBuffer plain, int start, int end) {
        octets += end - start;
        lastButOne = end - start > 1 ? plain.get(end - 2) : last;
        last = plain.get(end - 1);
    }

    /** Ends the sealings; says why the mail cannot be kept, if something already does. */
    private @Nullable IntakeException finish() {
        if (failure == null) {
            try {
                for (Copy copy : copies) {
                    copy.finish();
                    taken = Copy.both(taken, copy.taken());
                }
            } catch (CryptoException e) {
                failure = Reasons.of(e);
            }
        }
        if (failure == null && taken.isCompletedExceptionally()) {
            failure = Reasons.ofStage(taken.handle((ok, thrown) -> thrown).join());
        }
        if (failure == null && tooOld.getAsBoolean()) {
            failure = new IntakeException(Reason.MAILBOX_CHANGED, "the mail took too long, its key may be gone", null);
        }
        return failure;
    }

    private List<NewMessage> messages() {
        // What RETR sends: a final CRLF is added there where the mail has none.
        long shown = octets + (lastButOne == '\r' && last == '\n' ? 0 : 2);
        List<NewMessage> messages = new ArrayList<>(copies.size());
        for (Copy copy : copies) {
            messages.add(new NewMessage(copy.mailbox(), id, received, copy.headerOctets() + shown, copy.body()));
        }
        return messages;
    }

    private CompletionStage<Void> whenTaken() {
        return failure == null ? Reasons.inOurTerms(taken, nothing -> null) : CompletableFuture.failedFuture(failure);
    }
}
