package org.letterlock.intake.core.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.intake.api.IntakeException;
import org.letterlock.intake.api.IntakeException.Reason;
import org.letterlock.storage.api.StorageException;

/** Says in the intake's terms what went wrong below it. */
final class Reasons {

    private Reasons() {}

    static IntakeException of(StorageException e) {
        Reason reason = switch (e.reason()) {
            case DISK_LOW -> Reason.DISK_LOW;
            case NO_SUCH_MAILBOX, MAILBOX_CHANGED -> Reason.MAILBOX_CHANGED;
            case CLOSED -> Reason.AWAY;
            case IO, NO_SUCH_MESSAGE -> Reason.STORE;
        };
        return new IntakeException(reason, "store: " + e.getMessage(), e);
    }

    static IntakeException of(CryptoException e) {
        return new IntakeException(Reason.SEALING, "sealing: " + e.getMessage(), e);
    }

    /** A stage of the store with a result and failures of the intake. */
    static <S extends @Nullable Object, T extends @Nullable Object> CompletionStage<T> inOurTerms(
            CompletionStage<S> stage, Function<S, T> result) {
        CompletableFuture<T> ours = new CompletableFuture<>();
        stage.whenComplete((value, thrown) -> {
            if (thrown == null) {
                ours.complete(result.apply(value));
            } else {
                ours.completeExceptionally(ofStage(thrown));
            }
        });
        return ours;
    }

    /** Of what a stage of the store failed with; anything undeclared is a fault of the store. */
    static IntakeException ofStage(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof StorageException storage) {
            return of(storage);
        }
        return new IntakeException(Reason.STORE, "store: " + cause, cause);
    }
}
