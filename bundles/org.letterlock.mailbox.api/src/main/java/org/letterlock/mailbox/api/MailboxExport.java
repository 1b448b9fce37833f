package org.letterlock.mailbox.api;

import java.util.List;
import java.util.Objects;

/**
 * What was written of a mailbox.
 *
 * @param directory the folder
 * @param mails how many mails are in it
 * @param octets what they come to, sealed
 * @param keys names of the files of locked keys in it
 * @param gone mails that were deleted while it was made, and that are not in it
 * @param damaged how many mails and keys were left out because they are damaged or cannot be read
 * @param damages the first {@link #MAX_DAMAGES} of them
 */
public record MailboxExport(
        String directory, long mails, long octets, List<String> keys, long gone, long damaged, List<Damage> damages) {

    /** Most damages that an export names; further ones are only counted. */
    public static final int MAX_DAMAGES = 1_000;

    /** Copies the lists. */
    public MailboxExport {
        Objects.requireNonNull(directory, "directory");
        keys = List.copyOf(keys);
        damages = List.copyOf(damages);
    }

    /**
     * What was left out.
     *
     * @param file the name it would have had
     * @param what what is wrong, for people
     */
    public record Damage(String file, String what) {

        /** Checks for null. */
        public Damage {
            Objects.requireNonNull(file, "file");
            Objects.requireNonNull(what, "what");
        }
    }
}
