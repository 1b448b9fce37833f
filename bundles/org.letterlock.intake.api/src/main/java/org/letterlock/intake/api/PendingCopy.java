package org.letterlock.intake.api;

import java.util.concurrent.CompletionStage;
import org.letterlock.storage.api.Outcome;
import org.osgi.annotation.versioning.ProviderType;

/** A copy of a mail that is durable and waits for its outcome. Thread-safe; does not block. */
@ProviderType
public interface PendingCopy extends AutoCloseable {

    /** The most characters of a reply that are kept; the rest is cut off. */
    int MAX_REPLY_CHARS = 8192;

    /**
     * Tells what became of the mail.
     *
     * @param outcome what became of it
     * @param reply what the other server said, kept sealed to the mailbox; may be empty
     * @return completes when the outcome is durable, for which nobody needs to wait: an outcome that is lost in a crash
     *     makes the mail uncertain. Completes exceptionally with an {@link IntakeException} if it could not be kept; it
     *     can be told again then, and only then
     */
    CompletionStage<Void> outcome(Outcome outcome, String reply);

    /** Makes the mail uncertain if no outcome was told; any number of times. */
    @Override
    void close();
}
