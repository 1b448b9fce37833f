package org.letterlock.mailbox.api;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The lease of a mailbox's mails for one pick-up session: its mails of the moment of login, without those that were found
 * damaged, and nobody else's until it is closed. Confined to one thread at a time, except {@link #close()}.
 */
@ProviderType
public interface Maildrop extends AutoCloseable {

    /**
     * Whose it is.
     *
     * @return the mailbox
     */
    MailboxId mailbox();

    /**
     * The mails, each one that got its 250 before the login among them unless it was found damaged.
     *
     * @return in the order of their arrival; the list does not change
     */
    List<Entry> entries();

    /**
     * Opens a mail. Blocks on the disk.
     *
     * @param index its place in {@link #entries()}
     * @return its octets, trace headers and then the mail as received, authenticated; a final CRLF is not added. Any
     *     {@link IOException} while reading means that what was read must not be shown as a complete mail
     * @throws DamagedMailException if it is damaged; reading may throw that too
     * @throws IOException if it cannot be opened now
     */
    InputStream open(int index) throws IOException;

    /**
     * Deletes mails.
     *
     * @param indexes their places in {@link #entries()}
     * @return completes when the deletions are durable, exceptionally if they may not be
     */
    CompletionStage<Void> delete(Collection<Integer> indexes);

    /** Gives the lease back and forgets the key; from any thread, more than once. */
    @Override
    void close();

    /**
     * A mail of the maildrop.
     *
     * @param id its id, and its UIDL
     * @param octets what RETR sends of it before dot-stuffing, the final CRLF included
     */
    record Entry(MessageId id, long octets) {}
}
