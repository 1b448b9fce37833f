package org.letterlock.admin.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What is done with the data folder as a whole. A part of {@link GatewayAdmin}, which says what holds for all. */
@ProviderType
public interface StoreAdmin {

    /**
     * Checks all that is kept, up to the moment of the call, without any password: records, chains, sealed mails, key
     * files. Takes as long as reading the store does, while mail goes on.
     *
     * @param earlier heads exported before, which the chains must still contain; may be empty
     * @param progress told how far it is
     * @return what was checked and what is damaged
     * @throws AdminException if it could not be checked
     */
    @NotAudited
    VerifyReport verify(List<LedgerHead> earlier, Progress progress) throws AdminException;

    /**
     * Copies the data folder as it is at one moment, while mail goes on. The copy appears when it is complete and forced.
     *
     * @param directory absolute path of a folder that is not there or empty, on the gateway's machine
     * @param progress told how far it is
     * @return what was copied
     * @throws AdminException with {@link AdminException.Reason#INVALID} if the folder cannot be that one, or if it could
     *     not be copied; nothing is left then
     */
    BackupReport backup(@Audited("directory") String directory, Progress progress) throws AdminException;

    /**
     * Where the chains of all mailboxes end, those of deleted mailboxes included. Kept elsewhere, they show later that a
     * chain was rewritten or cut.
     *
     * @return by mailbox
     * @throws AdminException if the store is not there
     */
    @NotAudited
    List<LedgerHead> ledgerHeads() throws AdminException;

    /**
     * Throws the index away and begins to make it again from the log, while mail goes on; {@link StatusAdmin#status} tells how far it
     * is.
     *
     * @return how far it is now
     * @throws AdminException if it has not begun
     */
    IndexProgress rebuildIndex() throws AdminException;
}
