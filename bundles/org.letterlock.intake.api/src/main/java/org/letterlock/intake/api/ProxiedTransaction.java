package org.letterlock.intake.api;

import java.util.concurrent.CompletionStage;
import org.letterlock.mail.api.MessageId;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A mail being taken that passes through the gateway. Whoever passes it on to a server ends it by {@link #pending()}; a mail
 * that needs no outcome, because a server has it already, is kept by {@link #commitIfAbsent}, or by {@link #commit()}
 * whether it is there or not.
 */
@ProviderType
public interface ProxiedTransaction extends IntakeTransaction {

    /**
     * Keeps the mail as a copy that nobody sees before its outcome is told.
     *
     * @return the copy, once durable: only then may the other server be told that the mail is complete. Completes
     *     exceptionally with an {@link IntakeException} if it is not kept
     */
    CompletionStage<PendingCopy> pending();

    /**
     * Keeps the mail unless its mailbox got the same octets from the same account before, whatever became of that mail; of
     * several at the same time one is kept. A double is possible while the index is away or far behind, a loss is not.
     * Only of a mail that the client fetches ({@link Capture.Protocol#POP3_PROXY}).
     *
     * @param account what names the client's account at the other server
     * @return completes when a copy is durable, with its id: the mail's own if it was kept, that of the earlier mail if it
     *     was there already. Completes exceptionally with an {@link IntakeException} if the mail is not kept
     */
    CompletionStage<MessageId> commitIfAbsent(String account);
}
