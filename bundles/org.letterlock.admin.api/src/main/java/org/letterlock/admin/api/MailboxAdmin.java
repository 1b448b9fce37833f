package org.letterlock.admin.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** Mailboxes: creating, changing, deleting them, their passwords, and taking their mails out. A part of {@link GatewayAdmin}, which says what holds for all. */
@ProviderType
public interface MailboxAdmin {

    /**
     * All mailboxes.
     *
     * @return by name, then id
     * @throws AdminException if they are not loaded
     */
    @NotAudited
    List<MailboxView> mailboxes() throws AdminException;

    /**
     * One mailbox.
     *
     * @param id {@code mbx-} and 32 hexadecimal digits
     * @return the mailbox
     * @throws AdminException if there is none
     */
    @NotAudited
    MailboxView mailbox(String id) throws AdminException;

    /**
     * Creates a mailbox.
     *
     * @param name for people, 1 to 200 characters
     * @param description for people, at most 2,000 characters, may be empty
     * @return its id, and the password that is never shown again
     * @throws AdminException if it could not be created
     */
    CreatedMailbox createMailbox(@Audited("name") String name, String description) throws AdminException;

    /**
     * Creates a mailbox with a given id, for moving over from another gateway.
     *
     * @param name for people, 1 to 200 characters
     * @param description for people, at most 2,000 characters, may be empty
     * @param id its id, {@code mbx-} and 32 hexadecimal digits
     * @param password its password, 12 to 200 UTF-16 units without control characters, null for a random one; read, not
     *     kept
     * @return its id, and the random password that is never shown again
     * @throws AdminException with {@link AdminException.Reason#CONFLICT} if a mailbox has or had that id, or if it could
     *     not be created
     */
    CreatedMailbox createMailbox(
            @Audited("name") String name, String description, @Audited("mailbox") String id, char @Nullable [] password)
            throws AdminException;

    /**
     * Creates a mailbox whose key can be had by a recovery code as well.
     *
     * @param name for people, 1 to 200 characters
     * @param description for people, at most 2,000 characters, may be empty
     * @param id its id, {@code mbx-} and 32 hexadecimal digits; null for a random one
     * @param password its password, 12 to 200 UTF-16 units without control characters, null for a random one; read, not
     *     kept
     * @return its id, the random password and the recovery code, that are never shown again
     * @throws AdminException with {@link AdminException.Reason#CONFLICT} if a mailbox has or had that id, or if it could
     *     not be created
     */
    CreatedMailbox createMailboxWithRecoveryCode(
            @Audited("name") String name,
            String description,
            @Audited("mailbox") @Nullable String id,
            char @Nullable [] password)
            throws AdminException;

    /**
     * Creates a mailbox whose mails are sealed to the configured escrow certificate as well.
     *
     * @param name for people, 1 to 200 characters
     * @param description for people, at most 2,000 characters, may be empty
     * @param id its id, {@code mbx-} and 32 hexadecimal digits; null for a random one
     * @param password its password, 12 to 200 UTF-16 units without control characters, null for a random one; read, not
     *     kept
     * @param recoveryCode whether its key can be had by a recovery code as well
     * @return its id, the random password and the recovery code, that are never shown again
     * @throws AdminException with {@link AdminException.Reason#CONFLICT} if a mailbox has or had that id or no escrow
     *     certificate can be used, or if it could not be created
     */
    CreatedMailbox createMailboxWithEscrow(
            @Audited("name") String name,
            String description,
            @Audited("mailbox") @Nullable String id,
            char @Nullable [] password,
            @Audited("recoveryCode") boolean recoveryCode)
            throws AdminException;

    /**
     * Sets whether a mailbox's mails are sealed to the configured escrow certificate, as it is now, as well. Mails it has
     * stay as they are.
     *
     * @param id its id
     * @param escrow whether
     * @return the mailbox as it is now
     * @throws AdminException with {@link AdminException.Reason#CONFLICT} if no escrow certificate can be used, or if the
     *     mailbox could not be changed
     */
    MailboxView setEscrow(@Audited("mailbox") String id, @Audited("escrow") boolean escrow) throws AdminException;

    /**
     * Changes what people read of a mailbox.
     *
     * @param id its id
     * @param name the new name, null to keep it
     * @param description the new description, null to keep it
     * @return the mailbox as it is now
     * @throws AdminException if it could not be changed
     */
    MailboxView editMailbox(
            @Audited("mailbox") String id, @Audited("name") @Nullable String name, @Nullable String description)
            throws AdminException;

    /**
     * Lets a mailbox take no mail for now; pick-up still works.
     *
     * @param id its id
     * @return the mailbox as it is now
     * @throws AdminException if it could not be changed
     */
    MailboxView suspendMailbox(@Audited("mailbox") String id) throws AdminException;

    /**
     * Lets a mailbox take mail again.
     *
     * @param id its id
     * @return the mailbox as it is now
     * @throws AdminException if it could not be changed
     */
    MailboxView activateMailbox(@Audited("mailbox") String id) throws AdminException;

    /**
     * Sets which servers may send to a mailbox.
     *
     * @param id its id
     * @param rules the rules from now on
     * @return the mailbox as it is now
     * @throws AdminException with {@link AdminException.Reason#INVALID} if they cannot be, or if it could not be changed
     */
    MailboxView setSenders(@Audited("mailbox") String id, @Audited("senders") SenderRulesView rules)
            throws AdminException;

    /**
     * Sets what sessions may do that pass through the gateway and leave their copies in a mailbox. It holds for logins from
     * now on.
     *
     * @param id its id
     * @param rules the rules from now on
     * @return the mailbox as it is now
     * @throws AdminException with {@link AdminException.Reason#INVALID} if they cannot be, or if it could not be changed
     */
    MailboxView setProxy(@Audited("mailbox") String id, @Audited("proxy") ProxyRulesView rules) throws AdminException;

    /**
     * Gives a mailbox a new random password. Its key stays, so all its mails open with the new password.
     *
     * @param id its id
     * @param current its current password; read, not kept
     * @return the new password, that is never shown again
     * @throws AdminException with {@link AdminException.Reason#DENIED} if the current password is another one, or if it
     *     could not be changed; the current one stays in force then
     */
    ChangedPassword changePassword(@Audited("mailbox") String id, char[] current) throws AdminException;

    /**
     * Gives a mailbox whose password is lost a new random password and a new key. Mails that it holds open with their
     * former passwords only.
     *
     * @param id its id
     * @return the new password, that is never shown again
     * @throws AdminException with {@link AdminException.Reason#CONFLICT} if it has a recovery code or too many former keys
     *     are still needed, or if it could not be reset; the current password stays in force then
     */
    ResetPassword resetPassword(@Audited("mailbox") String id) throws AdminException;

    /**
     * Gives a mailbox whose password is lost a new random password by its recovery code. Its key stays, so all its mails
     * open with the new password; the recovery code stays too.
     *
     * @param id its id
     * @param recoveryCode the code, in either case, with or without hyphens and blanks; read, not kept
     * @return the new password, that is never shown again
     * @throws AdminException with {@link AdminException.Reason#DENIED} if that is not its code,
     *     {@link AdminException.Reason#CONFLICT} if it has none, or if it could not be reset; the current password stays in
     *     force then
     */
    ResetPassword resetPassword(@Audited("mailbox") String id, char[] recoveryCode) throws AdminException;

    /**
     * Gives a mailbox a recovery code; a former one is worth nothing any more.
     *
     * @param id its id
     * @param current its current password; read, not kept
     * @return the code, that is never shown again
     * @throws AdminException with {@link AdminException.Reason#DENIED} if the current password is another one, or if the
     *     code could not be made; a former one stays valid then
     */
    RecoveryCode setRecoveryCode(@Audited("mailbox") String id, char[] current) throws AdminException;

    /**
     * Makes a mailbox's recovery code worth nothing. No error if it has none.
     *
     * @param id its id
     * @return that it has none
     * @throws AdminException if it could not be done
     */
    RecoveryCode removeRecoveryCode(@Audited("mailbox") String id) throws AdminException;

    /**
     * Deletes a suspended mailbox with its mails.
     *
     * @param id its id
     * @param force whether mails that were not picked up may be lost
     * @throws AdminException with {@link AdminException.Reason#CONFLICT} if it is active, or holds mails and force is
     *     false
     */
    void deleteMailbox(@Audited("mailbox") String id, @Audited("force") boolean force) throws AdminException;

    /**
     * Writes a mailbox's sealed mails and locked keys to a folder that {@code letterlock-open} opens, while mail comes and
     * goes. Needs no password. The folder appears when it is complete and forced.
     *
     * @param id its id
     * @param directory absolute path of a folder that is not there or empty, on the gateway's machine
     * @return what was written, and what was left out because it is damaged
     * @throws AdminException with {@link AdminException.Reason#INVALID} if the folder cannot be that one, or if it could
     *     not be written; nothing is left then
     */
    ExportReport exportMailbox(@Audited("mailbox") String id, @Audited("directory") String directory)
            throws AdminException;
}
