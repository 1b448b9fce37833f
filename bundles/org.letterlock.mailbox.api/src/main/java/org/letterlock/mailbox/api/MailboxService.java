package org.letterlock.mailbox.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailAddress;
import org.letterlock.mail.api.MailboxId;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The catalogue of mailboxes. It is registered once it has been loaded completely, so whoever sees the service sees every
 * mailbox. Thread-safe. Methods that throw {@link MailboxException} wait for the disk, those that create
 * and that change or reset a password or recovery code for Argon2id as well; the others do not block.
 */
@ProviderType
public interface MailboxService {

    /**
     * Creates an active mailbox with a key of its own and a random password.
     *
     * @param name for people, 1 to 200 characters
     * @param description for people, at most 2,000 characters, may be empty
     * @return the mailbox and its password, which is not stored and cannot be had again
     * @throws MailboxException if it could not be created; its locked key may be left in its folder, named by nothing
     */
    NewMailbox create(String name, String description) throws MailboxException;

    /**
     * Creates an active mailbox with a given id, a key of its own and a random password.
     *
     * @param name for people, 1 to 200 characters
     * @param description for people, at most 2,000 characters, may be empty
     * @param id its id, which no mailbox has, and no deleted one that ever had a mail
     * @return the mailbox and its password, which is not stored and cannot be had again
     * @throws MailboxException with {@link MailboxException.Reason#ID_TAKEN} if the id cannot be used, or if it could not
     *     be created; its locked key may be left in its folder, named by nothing
     */
    NewMailbox create(String name, String description, MailboxId id) throws MailboxException;

    /**
     * Creates an active mailbox with a given id and password, for moving over from another gateway, and a key of its own.
     *
     * @param name for people, 1 to 200 characters
     * @param description for people, at most 2,000 characters, may be empty
     * @param id its id, which no mailbox has, and no deleted one that ever had a mail
     * @param password its password, 12 to 200 UTF-16 units without control characters; read, not kept
     * @return the mailbox
     * @throws MailboxException with {@link MailboxException.Reason#ID_TAKEN} if the id cannot be used, or if it could not
     *     be created; its locked key may be left in its folder, named by nothing
     */
    Mailbox create(String name, String description, MailboxId id, char[] password) throws MailboxException;

    /**
     * Creates an active mailbox with a key of its own.
     *
     * @param request what it shall be
     * @param password its password, 12 to 200 UTF-16 units without control characters, null for a random one; read, not
     *     kept
     * @return the mailbox and the secrets that were made; they are not stored and cannot be had again
     * @throws MailboxException with {@link MailboxException.Reason#ID_TAKEN} if the id cannot be used, with
     *     {@link MailboxException.Reason#NO_ESCROW_CERTIFICATE} as in {@link #setEscrow}, or if it could not be created;
     *     its locked key may be left in its folder, named by nothing
     */
    NewMailbox create(MailboxRequest request, char @Nullable [] password) throws MailboxException;

    /**
     * All mailboxes.
     *
     * @return by name, then id
     */
    List<Mailbox> list();

    /**
     * One mailbox.
     *
     * @param id its id
     * @return the mailbox, empty if there is none
     */
    Optional<Mailbox> find(MailboxId id);

    /**
     * Changes what people read of a mailbox.
     *
     * @param id its id
     * @param name the new name, null to keep it
     * @param description the new description, null to keep it
     * @return the mailbox as it is now
     * @throws MailboxException if it could not be changed
     */
    Mailbox edit(MailboxId id, @Nullable String name, @Nullable String description) throws MailboxException;

    /**
     * Sets whether a mailbox's mails are sealed to the configured escrow certificate as well, from now on. The certificate
     * is kept with the mailbox as it is now; setting it again takes the one of then. Mails it has stay as they are.
     *
     * @param id its id
     * @param escrow whether
     * @return the mailbox as it is now
     * @throws MailboxException with {@link MailboxException.Reason#NO_ESCROW_CERTIFICATE} if none is configured or it cannot
     *     be used, or if the mailbox could not be changed
     */
    Mailbox setEscrow(MailboxId id, boolean escrow) throws MailboxException;

    /**
     * Sets whether a mailbox takes mail. Pick-up works in either state.
     *
     * @param id its id
     * @param status the new status
     * @return the mailbox as it is now
     * @throws MailboxException if it could not be changed
     */
    Mailbox setStatus(MailboxId id, Mailbox.Status status) throws MailboxException;

    /**
     * Locks a mailbox's key under a new random password. The key stays the same, so all its mails open with the new
     * password and none with the old one; the superseded lock is erased. Keys of before a reset keep their passwords. Sessions that are open go on. A wrong password takes as
     * long as at {@link #login}. A crash leaves one of both passwords in force.
     *
     * @param id its id
     * @param current the current password; read, not kept
     * @return the new password, which is not stored and cannot be had again
     * @throws MailboxException with {@link MailboxException.Reason#WRONG_PASSWORD} if the current password is another one,
     *     or if it could not be changed; the current one stays in force then
     */
    String changePassword(MailboxId id, char[] current) throws MailboxException;

    /**
     * Gives a mailbox whose password is lost a new key under a new random password. Mails that come from now on are sealed
     * to that key. The former key stays, locked by the former password, until no mail that is sealed to it is left: a
     * {@link #login} with a password opens the mails of its key and lists no others. Sessions that are open go on.
     *
     * @param id its id
     * @return the new password, which is not stored and cannot be had again
     * @throws MailboxException with {@link MailboxException.Reason#HAS_RECOVERY_CODE} if it has one, whose lock would
     *     be lost; with {@link MailboxException.Reason#TOO_MANY_KEYS} after four resets whose former keys are
     *     still needed, or if it could not be reset; the current password stays in force then
     */
    NewMailbox resetPassword(MailboxId id) throws MailboxException;

    /**
     * Gives a mailbox whose password is lost a new random password by its recovery code. The key stays the same, so all
     * its mails open with the new password; the recovery code stays the same too.
     *
     * @param id its id
     * @param recoveryCode the code, in either case, with or without hyphens and blanks; read, not kept
     * @return the new password, which is not stored and cannot be had again
     * @throws MailboxException with {@link MailboxException.Reason#NO_RECOVERY_CODE},
     *     {@link MailboxException.Reason#INVALID} or {@link MailboxException.Reason#WRONG_PASSWORD} if that is not its
     *     code, or if it could not be reset; the current password stays in force then
     */
    String resetPassword(MailboxId id, char[] recoveryCode) throws MailboxException;

    /**
     * Locks a mailbox's key under a new random recovery code as well. The code is for {@link #resetPassword(MailboxId,
     * char[])}, never for {@link #login}. A former recovery code's lock is erased.
     *
     * @param id its id
     * @param current the current password; read, not kept
     * @return the code, which is not stored and cannot be had again
     * @throws MailboxException with {@link MailboxException.Reason#WRONG_PASSWORD} if the current password is another one,
     *     or if the code could not be made; a former one stays valid then
     */
    String setRecoveryCode(MailboxId id, char[] current) throws MailboxException;

    /**
     * Erases the lock of a mailbox's recovery code. No error if there is none.
     *
     * @param id its id
     * @throws MailboxException if it could not be erased
     */
    void removeRecoveryCode(MailboxId id) throws MailboxException;

    /**
     * Deletes a suspended mailbox, its key and its mails.
     *
     * @param id its id
     * @param force whether mails that were not picked up may be lost
     * @throws MailboxException with {@link MailboxException.Reason#NOT_SUSPENDED} or
     *     {@link MailboxException.Reason#NOT_EMPTY} if it must not be deleted, or if it could not be
     */
    void delete(MailboxId id, boolean force) throws MailboxException;

    /**
     * Writes the mails that a mailbox has at the moment of the call, sealed as they are, and its locked keys to a folder, so
     * that they can be opened without the gateway: {@code MESSAGE-ID.pgp}, {@code key-1.pgp} for the current key, further
     * numbers for older ones, the last superseded first, {@code recovery-key.pgp} where there is a recovery code. Needs no
     * password. Takes as long as reading the mails does, while mail comes and goes. Mails and keys that are damaged are left
     * out and named.
     *
     * @param id its id
     * @param directory absolute path of a folder that is not there or empty, and not in the data folder; it is complete and
     *     forced when it appears
     * @return what was written
     * @throws MailboxException with {@link MailboxException.Reason#INVALID} if the folder cannot be that one, with
     *     {@link MailboxException.Reason#UNAVAILABLE} if it has too little space or would take the space that must stay free
     *     for mail, or if writing failed; nothing is left then
     */
    MailboxExport export(MailboxId id, Path directory) throws MailboxException;

    /**
     * Sets which servers may send to a mailbox.
     *
     * @param id its id
     * @param rules the rules from now on
     * @return the mailbox as it is now
     * @throws MailboxException with {@link MailboxException.Reason#INVALID} if they cannot be, or if it could not be changed
     */
    Mailbox setSenders(MailboxId id, SenderRules rules) throws MailboxException;

    /**
     * Sets what sessions may do that pass through the gateway. It holds for logins from now on.
     *
     * @param id its id
     * @param rules the rules from now on
     * @return the mailbox as it is now
     * @throws MailboxException with {@link MailboxException.Reason#INVALID} if they cannot be, or if it could not be changed
     */
    Mailbox setProxy(MailboxId id, ProxyRules rules) throws MailboxException;

    /**
     * What a session may do that passes through the gateway and leaves its copies in a mailbox.
     *
     * @param id its id
     * @return what it may, empty if it must not be: there is no such mailbox, it takes no such sessions, or it is suspended
     *     and its rules let no mail pass then
     */
    Optional<ProxyAccess> proxyAccess(MailboxId id);

    /**
     * Who an address of a journal mail is for the server that sends it. A refusal counts in {@link #refusals()}.
     *
     * @param address the address of RCPT
     * @param sender who sends it
     * @return the mailbox that takes it, or why none does
     */
    Recipient resolve(MailAddress address, Sender sender);

    /**
     * Recipients that were refused, since the mailboxes were loaded.
     *
     * @return the last ones first, at most 100
     */
    List<Refusal> refusals();

    /**
     * Who an address of a journal mail is, whoever sends it.
     *
     * @param address the address of RCPT
     * @return the mailbox that takes it, or why none does
     */
    Recipient resolve(MailAddress address);

    /**
     * A mailbox as recipient.
     *
     * @param id its id
     * @return the mailbox, or why it takes no mail
     */
    Recipient recipient(MailboxId id);

    /**
     * Opens a maildrop for pick-up. A wrong password, an unknown mailbox and a right password take the same time. Where
     * another session has the maildrop and is idle, the right password takes it from that session, whose marks for
     * deletion are forgotten.
     *
     * @param userName the mailbox id, with or without {@code @domain}
     * @param password the mailbox password; read, not kept
     * @param session who wants the maildrop
     * @return the outcome; it completes on another thread, normally
     */
    CompletionStage<PickupLogin> login(String userName, char[] password, PickupSession session);

    /**
     * The mails that pick-ups found damaged since the mailboxes were loaded, and that later logins do not see. Some may have
     * been deleted since.
     *
     * @return how many, for each mailbox that has some
     */
    Map<MailboxId, Integer> damagedMails();

    /**
     * Reads the key files that the mailboxes name, and compares them with the SHA-256 in their names. Blocks on the disk.
     *
     * @return what is wrong, empty if nothing is
     */
    List<KeyFault> checkKeys();

    /**
     * The domain of mailbox addresses.
     *
     * @return the effective one
     */
    String domain();

    /**
     * What an administrator should know: a domain setting that no longer fits, a postmaster without mailbox, an
     * escrow certificate that cannot be used. Reads the certificate's file.
     *
     * @return a line each, none if all is well
     */
    List<String> warnings();
}
