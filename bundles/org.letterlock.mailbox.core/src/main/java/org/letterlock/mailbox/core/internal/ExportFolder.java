package org.letterlock.mailbox.core.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.letterlock.crypto.api.LockedKey;
import org.letterlock.mailbox.api.MailboxExport;
import org.letterlock.newfolder.NewFolder;
import org.letterlock.storage.api.LogRecord;
import org.letterlock.storage.api.MessageStore;
import org.letterlock.storage.api.StorageException;
import org.letterlock.storage.api.StorageException.Reason;

/** Fills the folder of an export, and keeps count of what is in it. What cannot be read is left out. */
final class ExportFolder {

    private final NewFolder folder;
    private final MessageStore store;
    private final List<String> keys = new ArrayList<>();
    private final List<MailboxExport.Damage> damages = new ArrayList<>();
    private long mails;
    private long octets;
    private long damaged;

    ExportFolder(NewFolder folder, MessageStore store) {
        this.folder = folder;
        this.store = store;
    }

    void write(ExportedKeys exported) throws IOException {
        exported.damages().forEach(this::leaveOut);
        for (Map.Entry<String, LockedKey> key : exported.keys().entrySet()) {
            folder.write(key.getKey(), new ByteArrayInputStream(key.getValue().encoded()));
            keys.add(key.getKey());
        }
    }

    /** Writes a mail or leaves it out; returns false if it is not where it was. */
    boolean write(LogRecord.Message mail) throws IOException, StorageException {
        String name = mail.id() + ".pgp";
        try (InputStream sealed = new WatchedMail(store.open(mail), UnreadableMailException::new)) {
            octets += folder.write(name, sealed);
            mails++;
        } catch (UnreadableMailException e) {
            leaveOut(new MailboxExport.Damage(name, String.valueOf(e.getMessage())));
        } catch (StorageException e) {
            if (e.reason() == Reason.NO_SUCH_MESSAGE) {
                return false;
            }
            if (e.reason() != Reason.IO) {
                throw e;
            }
            leaveOut(new MailboxExport.Damage(name, String.valueOf(e.getMessage())));
        }
        return true;
    }

    private void leaveOut(MailboxExport.Damage damage) {
        damaged++;
        if (damages.size() < MailboxExport.MAX_DAMAGES) {
            damages.add(damage);
        }
    }

    /** Makes it appear. */
    MailboxExport complete(long gone) throws IOException {
        folder.complete();
        return new MailboxExport(folder.path().toString(), mails, octets, keys, gone, damaged, damages);
    }

    /** Reading a mail failed, not writing it. */
    private static final class UnreadableMailException extends IOException {

        private static final long serialVersionUID = 1L;

        UnreadableMailException(IOException failure) {
            super(failure.getMessage(), failure);
        }
    }
}
