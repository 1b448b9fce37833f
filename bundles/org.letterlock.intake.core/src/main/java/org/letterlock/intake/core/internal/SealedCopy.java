package org.letterlock.intake.core.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.crypto.api.MessageSealer;
import org.letterlock.crypto.api.Sealing;
import org.letterlock.intake.api.IntakeException;
import org.letterlock.intake.api.IntakeException.Reason;
import org.letterlock.intake.api.PendingCopy;
import org.letterlock.mailbox.api.Recipient;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.Outcome;
import org.letterlock.storage.api.PendingMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A copy in the store that waits for its outcome. The reply is sealed to its mailbox. */
final class SealedCopy implements PendingCopy {

    private static final Logger LOG = LoggerFactory.getLogger(SealedCopy.class);
    private static final byte[] NO_REPLY = {};

    private final MessageStore store;
    private final MessageSealer sealer;
    private final Recipient.Active recipient;
    private final PendingMessage pending;
    private final AtomicBoolean told = new AtomicBoolean();

    SealedCopy(MessageStore store, MessageSealer sealer, Recipient.Active recipient, PendingMessage pending) {
        this.store = store;
        this.sealer = sealer;
        this.recipient = recipient;
        this.pending = pending;
    }

    @Override
    public CompletionStage<Void> outcome(Outcome outcome, String reply) {
        if (!told.compareAndSet(false, true)) {
            return CompletableFuture.failedFuture(
                    new IntakeException(Reason.STORE, "mail " + pending.id() + " has an outcome already", null));
        }
        CompletionStage<Void> kept =
                Reasons.inOurTerms(store.complete(pending, outcome, sealed(reply)), message -> null);
        return kept.whenComplete((nothing, failure) -> {
            if (failure != null) {
                told.set(false);
            }
        });
    }

    /** An outcome counts for more than its reply: what cannot be sealed is left out. */
    private byte[] sealed(String reply) {
        if (reply.isEmpty()) {
            return NO_REPLY;
        }
        String kept = reply.substring(0, Math.min(reply.length(), MAX_REPLY_CHARS));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Consumer<ByteBuffer> sealed = part -> {
            byte[] octets = new byte[part.remaining()];
            part.get(octets);
            out.writeBytes(octets);
        };
        try {
            Sealing sealing = sealer.seal(recipient.key(), recipient.escrow());
            sealing.update(ByteBuffer.wrap(kept.getBytes(UTF_8)), sealed);
            sealing.finish(sealed);
            return out.toByteArray();
        } catch (CryptoException e) {
            LOG.warn("the reply for mail {} cannot be sealed and is not kept: {}", pending.id(), e.getMessage());
            return NO_REPLY;
        }
    }

    @Override
    public void close() {
        if (!told.get()) {
            var unused = outcome(Outcome.UNCERTAIN, "").exceptionally(failure -> {
                LOG.warn("mail {} stays pending until the store starts again: {}", pending.id(), failure.toString());
                return null;
            });
        }
    }
}
