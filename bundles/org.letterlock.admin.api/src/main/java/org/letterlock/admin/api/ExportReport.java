package org.letterlock.admin.api;

import java.util.List;

/**
 * What was written of a mailbox.
 *
 * @param id the mailbox
 * @param directory the folder
 * @param mails how many mails are in it
 * @param octets what they come to, sealed
 * @param keys names of the files of locked keys in it
 * @param gone mails that were deleted while it was made, and that are not in it
 * @param damaged how many mails and keys were left out because they are damaged or cannot be read
 * @param damages the first 1,000 of them
 */
public record ExportReport(
        String id,
        String directory,
        long mails,
        long octets,
        List<String> keys,
        long gone,
        long damaged,
        List<Damage> damages) {

    /** Copies the lists. */
    public ExportReport {
        keys = List.copyOf(keys);
        damages = List.copyOf(damages);
    }

    /**
     * What was left out.
     *
     * @param file the name it would have had
     * @param what what is wrong
     */
    public record Damage(String file, String what) {}
}
