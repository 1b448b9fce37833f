package org.letterlock.intake.api;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.letterlock.mail.api.MessageId;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A mail being taken. Confined to one thread at a time, except {@link #close()}; does not block. It sees the services of
 * its beginning to its end.
 */
@ProviderType
public interface IntakeTransaction extends AutoCloseable {

    /**
     * The id the mail will have.
     *
     * @return the id, also the UIDL of its copies
     */
    MessageId id();

    /**
     * Takes octets of the mail, as they were received, transparency (RFC 5321, section 4.5.2) undone.
     *
     * @param octets from position to limit; read completely during the call, not kept
     * @return completes when more should be written; often complete already. Completes exceptionally with an
     *     {@link IntakeException} when the mail cannot be kept; {@link #commit()} then fails too, so a caller that must
     *     take the rest from the wire anyway may ignore it
     */
    CompletionStage<Void> write(ByteBuffer octets);

    /**
     * Keeps the mail.
     *
     * @return completes when every copy is durable: only then may the sender be told so. Completes exceptionally with an
     *     {@link IntakeException} if none is kept
     */
    CompletionStage<Void> commit();

    /** Drops the mail unless {@link #commit()} was called; any number of times. */
    @Override
    void close();
}
