package org.letterlock.crypto.api;

import java.io.InputStream;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Seals mails to a mailbox's public key and opens them with its private key. A sealed mail is an OpenPGP message (RFC 9580)
 * that any program for that standard opens: one PKESK version 6 for each recipient, SEIPD version 2 with AES-256-GCM, a literal data packet
 * inside. The sealing bundle registers it; intake and maildrops use it. Thread-safe.
 */
@ProviderType
public interface MessageSealer {

    /**
     * Begins to seal a mail. Does not block.
     *
     * @param recipient the mailbox's key
     * @return the mail's sealing
     * @throws CryptoException if the key cannot be used
     */
    default Sealing seal(MailboxPublicKey recipient) throws CryptoException {
        return seal(recipient, null);
    }

    /**
     * Begins to seal a mail to one or two recipients. Does not block.
     *
     * @param recipient the mailbox's key
     * @param escrow the second recipient, null for none
     * @return the mail's sealing
     * @throws CryptoException if one of them cannot be used
     */
    Sealing seal(MailboxPublicKey recipient, @Nullable EscrowCertificate escrow) throws CryptoException;

    /**
     * Reads a certificate that mails shall be sealed to as well, and checks that it can serve now: version 6, not expired or
     * revoked, with an X25519 encryption subkey, without any secret part.
     *
     * @param certificate an OpenPGP transferable public key, armored or binary
     * @return the certificate, with its newest such subkey only
     * @throws CryptoException if it cannot serve; the message is one line for people
     */
    EscrowCertificate escrow(byte[] certificate) throws CryptoException;

    /**
     * Opens a sealed mail. Reading yields authenticated octets only: a damaged chunk, a missing end or data behind the end
     * throws {@link BrokenSealException} from {@code read} instead of what it stands for. Not thread-safe; reading blocks
     * as the given stream does.
     *
     * @param key the mailbox's raw key
     * @param sealed the sealed octets; closed with the result
     * @return the mail's octets
     * @throws BrokenSealException if it is no mail sealed to that key
     * @throws java.io.IOException if reading fails
     */
    InputStream open(UnlockedKey key, InputStream sealed) throws java.io.IOException;

    /**
     * By what sealed mails name a key.
     *
     * @param key a mailbox's key
     * @return the fingerprint of its encryption (sub)key, 64 lower-case hexadecimal digits
     * @throws CryptoException if the key cannot be used
     */
    String recipient(MailboxPublicKey key) throws CryptoException;

    /**
     * Whom a sealed mail is for, as its beginning says; nothing of it is opened, so nothing vouches for that.
     *
     * @param sealed the sealed octets; a few hundred are read at most, and they are not closed
     * @return fingerprints as of {@link #recipient}
     * @throws BrokenSealException if it does not begin like a sealed mail
     * @throws java.io.IOException if reading fails
     */
    Set<String> recipients(InputStream sealed) throws java.io.IOException;
}
