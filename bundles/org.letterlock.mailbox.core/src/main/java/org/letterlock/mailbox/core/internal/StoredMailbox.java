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
import org.letterlock.crypto.api.MailboxPublicKey;
import org.letterlock.mailbox.api.Mailbox;
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
 * @param senders which servers may send to it, null for any
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
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SenderRules senders) {

    private static final int VERSION = 1;
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

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

    StoredMailbox withTexts(String newName, String newDescription) {
        return new StoredMailbox(
                version, newName, newDescription, status, domain, created, publicKey, fingerprint, lockedKeys, senders);
    }

    StoredMailbox withStatus(Mailbox.Status newStatus) {
        return new StoredMailbox(
                version,
                name,
                description,
                text(newStatus),
                domain,
                created,
                publicKey,
                fingerprint,
                lockedKeys,
                senders);
    }

    StoredMailbox withSenders(SenderRules rules) {
        return new StoredMailbox(
                version,
                name,
                description,
                status,
                domain,
                created,
                publicKey,
                fingerprint,
                lockedKeys,
                rules.equals(SenderRules.ANYBODY) ? null : rules);
    }

    SenderRules senderRules() {
        return senders == null ? SenderRules.ANYBODY : senders;
    }

    /** With another current lock; older keys stay. */
    StoredMailbox withLock(String lockedKey) {
        List<String> names = new ArrayList<>(lockedKeys);
        names.set(0, lockedKey);
        return new StoredMailbox(
                version,
                name,
                description,
                status,
                domain,
                created,
                publicKey,
                fingerprint,
                List.copyOf(names),
                senders);
    }

    private static String text(Mailbox.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
