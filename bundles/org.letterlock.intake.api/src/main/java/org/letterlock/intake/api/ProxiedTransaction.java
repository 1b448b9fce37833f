package org.letterlock.intake.api;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A mail being taken that passes through the gateway. Whoever passes it on to a server ends it by {@link #pending()}; a mail
 * that needs no outcome, because a server has it already, is kept by {@link #commit()}.
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
}
