package org.letterlock.intake.core.internal;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.letterlock.crypto.api.CryptoException;
import org.letterlock.crypto.api.Sealing;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.storage.api.SealedBody;

/** The copy of a mail for one mailbox: what is sealed goes straight to its body. */
final class Copy implements Consumer<ByteBuffer> {

    /** Complete: more can be written. Shared, so that a mail the store takes at once costs no futures. */
    static final CompletableFuture<Void> READY = CompletableFuture.completedFuture(null);

    private final MailboxId mailbox;
    private final SealedBody body;
    private final Sealing sealing;
    private CompletableFuture<Void> taken = READY;
    private int headerOctets;

    Copy(MailboxId mailbox, SealedBody body, Sealing sealing) {
        this.mailbox = mailbox;
        this.body = body;
        this.sealing = sealing;
    }

    void writeHeaders(ByteBuffer headers) throws CryptoException {
        headerOctets = headers.remaining();
        sealing.update(headers, this);
    }

    void write(ByteBuffer octets) throws CryptoException {
        sealing.update(octets, this);
    }

    void finish() throws CryptoException {
        sealing.finish(this);
    }

    @Override
    public void accept(ByteBuffer sealed) {
        taken = both(taken, body.write(sealed).toCompletableFuture());
    }

    /** Completes when the body takes more, exceptionally when it cannot be stored. */
    CompletableFuture<Void> taken() {
        return taken;
    }

    MailboxId mailbox() {
        return mailbox;
    }

    SealedBody body() {
        return body;
    }

    int headerOctets() {
        return headerOctets;
    }

    /** Both of two stages; the shared one if both are complete. */
    static CompletableFuture<Void> both(CompletableFuture<Void> first, CompletableFuture<Void> second) {
        if (isReady(second)) {
            return isReady(first) ? READY : first;
        }
        return isReady(first) ? second : CompletableFuture.allOf(first, second);
    }

    private static boolean isReady(CompletableFuture<Void> stage) {
        return stage == READY || (stage.isDone() && !stage.isCompletedExceptionally());
    }
}
