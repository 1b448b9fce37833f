package org.letterlock.storage.api;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailboxId;
import org.letterlock.mail.api.MessageId;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What an administrator has done with the store as a whole while it is in use. Registered with {@link MessageStore}, of
 * which it is the same store. Thread-safe; methods may take as long as reading the whole store does.
 */
@ProviderType
public interface StoreMaintenance {

    /** Most damaged places that a verification names; further ones are only counted. */
    int MAX_DAMAGES = 1_000;

    /** How far long work is. Called by the thread that does the work, often; must not block. */
    @FunctionalInterface
    interface Progress {

        /** Nobody looks. */
        Progress NONE = (done, total) -> {};

        /**
         * Tells it.
         *
         * @param done octets done so far
         * @param total octets in all
         */
        void of(long done, long total);
    }

    /**
     * Checks everything that the store holds up to the moment of the call: every record and every ledger entry, the chain
     * of each mailbox, every body against its SHA-256. Needs no password. The chain is not keyed: who rewrites all of it
     * is found only by heads that were kept elsewhere.
     *
     * @param earlier heads exported before, which the chains must still contain; several of a mailbox may be among them
     * @param progress told how far it is
     * @return what was checked and what is damaged
     * @throws StorageException if the store cannot be read or stops meanwhile, or is being verified already
     */
    Verification verify(Collection<LedgerHead> earlier, Progress progress) throws StorageException;

    /**
     * As the other one, while nobody looks.
     *
     * @param earlier heads exported before
     * @return what was checked and what is damaged
     * @throws StorageException as the other one
     */
    default Verification verify(Collection<LedgerHead> earlier) throws StorageException {
        return verify(earlier, Progress.NONE);
    }

    /**
     * Copies the data folder as it is at one moment, while the store goes on: everything that was durable before the call
     * is in the copy. Left out is what can be made again, and the first administrator's password. Nothing of the store is
     * deleted meanwhile.
     *
     * @param target absolute path of a folder that is not there or empty; it is complete and forced when it appears
     * @param progress told how far it is
     * @return what was copied
     * @throws IllegalArgumentException if the folder cannot be that one, with the reason for people
     * @throws StorageException with {@link StorageException.Reason#DISK_LOW} if it has too little space or would take the
     *     space that must stay free for mail, or if copying failed or another backup is being made; nothing is left then
     */
    Backup backup(Path target, Progress progress) throws StorageException;

    /**
     * As the other one, while nobody looks.
     *
     * @param target absolute path of a folder that is not there or empty
     * @return what was copied
     * @throws StorageException as the other one
     */
    default Backup backup(Path target) throws StorageException {
        return backup(target, Progress.NONE);
    }

    /**
     * Where the chains of all mailboxes end now, those of removed mailboxes included. Does not block on the disk.
     *
     * @return one for each mailbox that has a record, by id
     */
    List<LedgerHead> ledgerHeads();

    /**
     * The end of a mailbox's chain.
     *
     * @param mailbox whose
     * @param sequence number of the mailbox's last mail, 0 if it never had one
     * @param sha256 SHA-256 of its last ledger entry, 64 hexadecimal digits in lower case
     */
    record LedgerHead(MailboxId mailbox, long sequence, String sha256) {}

    /**
     * What a verification came to.
     *
     * @param end what lies before it was checked
     * @param segments segment files read
     * @param ledgers ledger files read
     * @param largeFiles files of large bodies read
     * @param records records and ledger entries, each counted once
     * @param mails mails whose body was read, deleted ones that are still there included
     * @param octets octets of all bodies read
     * @param mailboxes mailboxes that have a chain, removed ones included
     * @param damaged how many places are damaged
     * @param damages the first {@link #MAX_DAMAGES} of them
     */
    record Verification(
            LogPosition end,
            long segments,
            long ledgers,
            long largeFiles,
            long records,
            long mails,
            long octets,
            int mailboxes,
            long damaged,
            List<Damage> damages) {

        /** Copies the list. */
        public Verification {
            damages = List.copyOf(damages);
        }
    }

    /**
     * A backup.
     *
     * @param directory the folder
     * @param files how many files it has
     * @param octets what they come to
     * @param missing files that the store should have had and did not: it is damaged, and so is the backup
     * @param end what lies before it in the log is in the backup
     */
    record Backup(String directory, long files, long octets, long missing, LogPosition end) {}

    /**
     * A damaged place.
     *
     * @param file the file
     * @param offset where in it, in octets
     * @param mailbox whose record it is, null if that is not known
     * @param message which mail, null if none is, or that is not known
     * @param what what is wrong, for people
     */
    record Damage(
            String file,
            long offset,
            @Nullable MailboxId mailbox,
            @Nullable MessageId message,
            String what) {}
}
