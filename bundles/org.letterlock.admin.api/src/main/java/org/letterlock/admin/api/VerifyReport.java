package org.letterlock.admin.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a verification of the data folder came to.
 *
 * @param end position in the log before which everything was checked
 * @param segments segment files read
 * @param ledgers ledger files read
 * @param largeFiles files of large mails read
 * @param records records and ledger entries, each counted once
 * @param mails mails whose sealed octets were read, deleted ones that are still there included
 * @param octets octets of all bodies read
 * @param mailboxes mailboxes with a chain, deleted ones included
 * @param heads earlier heads that were looked for
 * @param damaged how many places are damaged
 * @param damages the first 1,000 of them in the store, and all damaged keys
 */
public record VerifyReport(
        String end,
        long segments,
        long ledgers,
        long largeFiles,
        long records,
        long mails,
        long octets,
        int mailboxes,
        int heads,
        long damaged,
        List<Damage> damages) {

    /** Copies the list. */
    public VerifyReport {
        damages = List.copyOf(damages);
    }

    /**
     * A damaged place.
     *
     * @param file the file
     * @param offset where in it, in octets
     * @param mailbox whose it is, null if that is not known
     * @param message id of the mail, null if it is of none, or that is not known
     * @param what what is wrong
     */
    public record Damage(
            String file,
            long offset,
            @Nullable String mailbox,
            @Nullable String message,
            String what) {}
}
