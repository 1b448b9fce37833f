package org.letterlock.intake.core.internal;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.letterlock.crypto.api.MessageSealer;
import org.letterlock.intake.api.PendingCopy;
import org.letterlock.intake.api.ProxiedTransaction;
import org.letterlock.mail.api.MessageId;
import org.letterlock.mailbox.api.Recipient;
import org.letterlock.storage.api.MessageStore;

/** A mail that passes through the gateway, on its way into the store. */
final class PassingMail implements ProxiedTransaction {

    private final SealingTransaction mail;
    private final MessageStore store;
    private final MessageSealer sealer;
    private final Recipient.Active recipient;

    /** Makes it of a mail with one copy. */
    PassingMail(SealingTransaction mail, MessageStore store, MessageSealer sealer, Recipient.Active recipient) {
        this.mail = mail;
        this.store = store;
        this.sealer = sealer;
        this.recipient = recipient;
    }

    @Override
    public MessageId id() {
        return mail.id();
    }

    @Override
    public CompletionStage<Void> write(ByteBuffer octets) {
        return mail.write(octets);
    }

    @Override
    public CompletionStage<PendingCopy> pending() {
        return mail.end(messages -> Reasons.inOurTerms(
                store.appendPending(messages.get(0)), pending -> new SealedCopy(store, sealer, recipient, pending)));
    }

    @Override
    public CompletionStage<Void> commit() {
        return mail.commit();
    }

    @Override
    public void close() {
        mail.close();
    }
}
