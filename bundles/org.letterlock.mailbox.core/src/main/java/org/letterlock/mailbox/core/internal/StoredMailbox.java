package org.letterlock.mailbox.core.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.letterlock.crypto.api.EscrowCertificate;
import org.letterlock.crypto.api.MailboxPublicKey;
import org.letterlock.mailbox.api.Mailbox;
import org.letterlock.mailbox.api.ProxyRules;
import org.letterlock.mailbox.api.SenderRules;

/**
 * A mailbox as the log keeps it, in JSON. Fields of a later version are ignored.
 *
 * @param version version of this form
 * @param name for people
 * @param description for people
 * @param status {@code active} or {@code suspended}
 * @param domain domain of the address that people were given
 * @param created when it was made, ISO 8601
 * @param publicKey what mails are sealed to
 * @param fingerprint of that key
 * @param lockedKeys names of the files that hold its locked keys, the current one first
 * @param since number of the last mail before the key was made: only mails behind that one can be sealed to it
 * @param olderKeys keys of before a reset that mails are still sealed to, in the order of {@code lockedKeys}
 * @param recoveryKey name of the file that holds the current key locked by a recovery code, null if there is none
 * @param escrow the certificate its mails are sealed to as well, null for none
 * @param senders which servers may send to it, null for any
 * @param proxy what sessions may do that pass through the gateway, null for what they may with a new mailbox
 */
record StoredMailbox(
        int version,
        String name,
        String description,
        String status,
        String domain,
        String created,
        byte[] publicKey,
        byte[] fingerprint,
        List<String> lockedKeys,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long since,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<OlderKey> olderKeys,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String recoveryKey,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Escrow escrow,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SenderRules senders,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ProxyRules proxy) {

    private static final int VERSION = 1;
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /**
     * A key of before a reset.
     *
     * @param publicKey what mails were sealed to
     * @param fingerprint of that key
     * @param since number of the last mail before it was made
     */
    record OlderKey(byte[] publicKey, byte[] fingerprint, long since) {
        MailboxPublicKey key() {
            return new MailboxPublicKey(publicKey, fingerprint);
        }
    }

    /**
     * A second recipient of mails. It is kept here and not only in the file that people gave, so that no loss of that
     * file lets a mail be stored without it.
     *
     * @param certificate an OpenPGP transferable public key, binary
     * @param fingerprint of its primary key
     */
    record Escrow(byte[] certificate, byte[] fingerprint) {
        EscrowCertificate read() {
            return new EscrowCertificate(certificate, fingerprint);
        }
    }

    /** Where there are no older keys the field is missing. */
    StoredMailbox {
        lockedKeys = List.copyOf(lockedKeys);
        olderKeys = olderKeys == null ? List.of() : List.copyOf(olderKeys);
    }

    static StoredMailbox create(
            String name, String description, String domain, Instant created, MailboxPublicKey key, String lockedKey) {
        return new StoredMailbox(
                VERSION,
                name,
                description,
                text(Mailbox.Status.ACTIVE),
                domain,
                created.toString(),
                key.encoded(),
                key.fingerprint(),
                List.of(lockedKey),
                0,
                List.of(),
                null,
                null,
                null,
                null);
    }

    static StoredMailbox decode(byte[] octets) throws IOException {
        return JSON.readValue(octets, StoredMailbox.class);
    }

    byte[] encode() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts is always JSON", e);
        }
    }

    MailboxPublicKey key() {
        return new MailboxPublicKey(publicKey, fingerprint);
    }

    Mailbox.Status state() {
        return Mailbox.Status.valueOf(status.toUpperCase(Locale.ROOT));
    }

    SenderRules senderRules() {
        return senders == null ? SenderRules.ANYBODY : senders;
    }

    ProxyRules proxyRules() {
        return proxy == null ? ProxyRules.DEFAULT : proxy;
    }

    /** The names of all files that hold one of its keys. */
    List<String> keyFiles() {
        List<String> names = new ArrayList<>(lockedKeys);
        if (recoveryKey != null) {
            names.add(recoveryKey);
        }
        return names;
    }

    StoredMailbox withTexts(String newName, String newDescription) {
        return with(newName, newDescription, status, escrow, senders, proxy);
    }

    StoredMailbox withStatus(Mailbox.Status newStatus) {
        return with(name, description, text(newStatus), escrow, senders, proxy);
    }

    StoredMailbox withSenders(SenderRules rules) {
        return with(name, description, status, escrow, rules.equals(SenderRules.ANYBODY) ? null : rules, proxy);
    }

    StoredMailbox withProxy(ProxyRules rules) {
        return with(name, description, status, escrow, senders, rules.equals(ProxyRules.DEFAULT) ? null : rules);
    }

    StoredMailbox withEscrow(@Nullable EscrowCertificate certificate) {
        Escrow kept = certificate == null ? null : new Escrow(certificate.encoded(), certificate.fingerprint());
        return with(name, description, status, kept, senders, proxy);
    }

    @Nullable EscrowCertificate escrowCertificate() {
        return escrow == null ? null : escrow.read();
    }

    /** With another lock of the current key; older keys stay. */
    StoredMailbox withLock(String lockedKey) {
        List<String> names = new ArrayList<>(lockedKeys);
        names.set(0, lockedKey);
        return with(publicKey, fingerprint, names, since, olderKeys, recoveryKey);
    }

    /** With another recovery code's lock of the current key, or none. */
    StoredMailbox withRecoveryKey(@Nullable String lockedKey) {
        return with(publicKey, fingerprint, lockedKeys, since, olderKeys, lockedKey);
    }

    /** With a new key; the current one becomes the first of the older ones. */
    StoredMailbox withKey(MailboxPublicKey key, String lockedKey, long lastSequence) {
        List<String> names = new ArrayList<>(lockedKeys);
        names.add(0, lockedKey);
        List<OlderKey> older = new ArrayList<>(olderKeys);
        older.add(0, new OlderKey(publicKey, fingerprint, since));
        return with(key.encoded(), key.fingerprint(), names, lastSequence, older, null);
    }

    /** Without the current key; the first of the older ones is it again. */
    StoredMailbox withFormerKey() {
        OlderKey former = olderKeys.get(0);
        return with(
                former.publicKey(),
                former.fingerprint(),
                lockedKeys.subList(1, lockedKeys.size()),
                former.since(),
                olderKeys.subList(1, olderKeys.size()),
                null);
    }

    /** Without one of the older keys. */
    StoredMailbox withoutOlderKey(int index) {
        List<String> names = new ArrayList<>(lockedKeys);
        names.remove(index + 1);
        List<OlderKey> older = new ArrayList<>(olderKeys);
        older.remove(index);
        return with(publicKey, fingerprint, names, since, older, recoveryKey);
    }

    private StoredMailbox with(
            String newName,
            String newDescription,
            String newStatus,
            @Nullable Escrow newEscrow,
            @Nullable SenderRules newSenders,
            @Nullable ProxyRules newProxy) {
        return new StoredMailbox(
                version,
                newName,
                newDescription,
                newStatus,
                domain,
                created,
                publicKey,
                fingerprint,
                lockedKeys,
                since,
                olderKeys,
                recoveryKey,
                newEscrow,
                newSenders,
                newProxy);
    }

    private StoredMailbox with(
            byte[] key,
            byte[] keyFingerprint,
            List<String> names,
            long keySince,
            List<OlderKey> older,
            @Nullable String recovery) {
        return new StoredMailbox(
                version,
                name,
                description,
                status,
                domain,
                created,
                key,
                keyFingerprint,
                names,
                keySince,
                older,
                recovery,
                escrow,
                senders,
                proxy);
    }

    private static String text(Mailbox.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
