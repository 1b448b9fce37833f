package org.letterlock.intake.core.internal;

import java.io.Closeable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.letterlock.intake.api.IntakeException;
import org.letterlock.intake.api.IntakeException.Reason;
import org.letterlock.mail.api.MessageId;
import org.letterlock.storage.api.DeduplicationKey;
import org.letterlock.storage.api.MessageIndex;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.NewMessage;

/**
 * Keeps copies of mails once for each content. The index is asked on threads of its own, since it may block; what waits for
 * them is one mail of each session at most. Thread-safe.
 */
final class DistinctCopies implements Closeable {

    private static final int THREADS = 2;
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final Duration MAX_CLOSE = Duration.ofMillis(2_500);

    private final ContentKeys keys;
    private final ThreadPoolExecutor lookups;

    DistinctCopies(Path keyFile) {
        keys = new ContentKeys(keyFile);
        AtomicInteger threads = new AtomicInteger();
        lookups = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                task -> new Thread(task, "letterlock-intake-" + threads.incrementAndGet()));
        lookups.allowCoreThreadTimeOut(true);
    }

    /**
     * Keeps a copy unless its mailbox got the same content from the same account. Owns its body from here on.
     *
     * @param sha256 digest of the mail as it was received
     * @return the mail that the mailbox got with that content
     */
    CompletionStage<MessageId> keep(
            MessageStore store, @Nullable MessageIndex index, NewMessage copy, String account, byte[] sha256) {
        CompletableFuture<MessageId> kept = new CompletableFuture<>();
        try {
            lookups.execute(() -> {
                boolean appended = false;
                try {
                    DeduplicationKey key = keys.of(copy.mailbox(), account, sha256);
                    MessageId known = KnownContents.find(store, index, copy.mailbox(), key);
                    if (known != null) {
                        kept.complete(known);
                        return;
                    }
                    appended = true;
                    append(store, copy, key, kept);
                } catch (IntakeException e) {
                    kept.completeExceptionally(e);
                } catch (RuntimeException | Error e) {
                    // Whoever waits must hear of it, also of classes that went with their bundle.
                    kept.completeExceptionally(Reasons.ofStage(e));
                } finally {
                    if (!appended) {
                        copy.body().close();
                    }
                }
            });
        } catch (RejectedExecutionException e) {
            copy.body().close();
            kept.completeExceptionally(new IntakeException(Reason.AWAY, "the intake is stopping", e));
        }
        return kept;
    }

    private static void append(
            MessageStore store, NewMessage copy, DeduplicationKey key, CompletableFuture<MessageId> kept) {
        store.appendIfAbsent(copy, key).whenComplete((id, thrown) -> {
            if (thrown == null) {
                kept.complete(id);
            } else {
                kept.completeExceptionally(Reasons.ofStage(thrown));
            }
        });
    }

    /** Ends what is under way; its threads work on files and are not interrupted. */
    @Override
    public void close() {
        lookups.shutdown();
        try {
            var unused = lookups.awaitTermination(MAX_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
