package org.letterlock.mailbox.core.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.letterlock.mail.api.MessageId;
import org.letterlock.mailbox.api.MailboxException;
import org.letterlock.mailbox.api.MailboxException.Reason;
import org.letterlock.mailbox.api.MailboxExport;
import org.letterlock.newfolder.NewFolder;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.StorageException;

/**
 * Writes what a mailbox has at one moment to a folder, sealed and locked as it is. Nothing is kept from being deleted
 * meanwhile, as no other mail should have to stay for it: a mail that is picked up may be in the folder or not.
 */
final class MailboxExporter implements AutoCloseable {

    private final MessageStore store;
    private final Path data;
    private volatile boolean closed;

    /** What a mailbox has at one moment. */
    record Content(List<LogRecord.Message> mails, ExportedKeys keys) {}

    /** The mails that a mailbox has when asked. */
    interface Listing {
        List<LogRecord.Message> mails() throws MailboxException;
    }

    MailboxExporter(MessageStore store, Path data) {
        this.store = store;
        this.data = data;
    }

    MailboxExport export(Content content, Listing listing, Path directory) throws MailboxException {
        try (NewFolder folder = create(directory)) {
            long octets = content.mails().stream()
                    .mapToLong(LogRecord.Message::sealedLength)
                    .sum();
            folder.requireSpace(octets, data, store.status().lowWaterBytes());
            ExportFolder export = new ExportFolder(folder, store);
            export.write(content.keys());
            List<LogRecord.Message> missing = write(content.mails(), export);
            long gone = missing.size();
            if (gone > 0) {
                // Compaction may have moved some, so long ago that nothing knows any more from where.
                List<LogRecord.Message> moved = of(missing, listing.mails());
                gone += write(moved, export).size() - moved.size();
            }
            return export.complete(gone);
        } catch (IOException | StorageException e) {
            throw new MailboxException(Reason.UNAVAILABLE, "the export was broken off: " + e.getMessage(), e);
        }
    }

    private NewFolder create(Path directory) throws IOException, MailboxException {
        try {
            return NewFolder.create(directory, data);
        } catch (IllegalArgumentException e) {
            throw new MailboxException(Reason.INVALID, String.valueOf(e.getMessage()), e);
        }
    }

    /** Returns those that are not where they were. */
    private List<LogRecord.Message> write(List<LogRecord.Message> mails, ExportFolder export)
            throws IOException, StorageException {
        List<LogRecord.Message> missing = new ArrayList<>();
        for (LogRecord.Message mail : mails) {
            if (closed) {
                throw new IOException("the mailboxes are stopping");
            }
            if (!export.write(mail)) {
                missing.add(mail);
            }
        }
        return missing;
    }

    /** Some mails, as they are listed now. */
    private static List<LogRecord.Message> of(List<LogRecord.Message> mails, List<LogRecord.Message> listed) {
        Set<MessageId> ids = new HashSet<>();
        mails.forEach(mail -> ids.add(mail.id()));
        return listed.stream().filter(mail -> ids.contains(mail.id())).toList();
    }

    /** Breaks off what runs. */
    @Override
    public void close() {
        closed = true;
    }
}
