package org.letterlock.intake.core.internal;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.letterlock.crypto.api.MessageSealer;
import org.letterlock.intake.api.PendingCopy;
import org.letterlock.intake.api.ProxiedTransaction;
import org.letterlock.mail.api.MessageId;
import org.letterlock.mailbox.api.Recipient;
import org.letterlock.storage.api.MessageIndex;
import org.letterlock.storage.api.MessageStore;

/** A mail that passes through the gateway, on its way into the store. */
final class PassingMail implements ProxiedTransaction {

    private final SealingTransaction mail;
    private final MessageStore store;
    private final MessageSealer sealer;
    private final Recipient.Active recipient;
    private final @Nullable Distinction distinction;
    private final @Nullable MessageDigest sha256;

    /**
     * How it is found out that a mail is there already.
     *
     * @param index what the mail is looked for in, null if it is away
     */
    record Distinction(DistinctCopies copies, @Nullable MessageIndex index) {}

    /** Makes it of a mail with one copy; without a distinction it cannot be kept if absent, and need not be digested. */
    PassingMail(
            SealingTransaction mail,
            MessageStore store,
            MessageSealer sealer,
            Recipient.Active recipient,
            @Nullable Distinction distinction) {
        this.mail = mail;
        this.store = store;
        this.sealer = sealer;
        this.recipient = recipient;
        this.distinction = distinction;
        this.sha256 = distinction == null ? null : newSha256();
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public MessageId id() {
        return mail.id();
    }

    @Override
    public CompletionStage<Void> write(ByteBuffer octets) {
        if (sha256 != null) {
            sha256.update(octets.duplicate());
        }
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
    public CompletionStage<MessageId> commitIfAbsent(String account) {
        if (distinction == null || sha256 == null) {
            throw new IllegalStateException("a mail on its way to a server");
        }
        return mail.end(messages ->
                distinction.copies().keep(store, distinction.index(), messages.get(0), account, sha256.digest()));
    }

    @Override
    public void close() {
        mail.close();
    }
}
