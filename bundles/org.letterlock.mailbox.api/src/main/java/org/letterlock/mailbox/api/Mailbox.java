package org.letterlock.mailbox.api;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.letterlock.mail.api.MailAddress;
import org.letterlock.mail.api.MailboxId;

/**
 * A mailbox, as people see it. The figures may be some seconds old.
 *
 * @param id its id
 * @param address where mail for it is sent to
 * @param name for people
 * @param description for people
 * @param status whether it takes mail
 * @param fingerprint fingerprint of its OpenPGP key, 64 hexadecimal digits
 * @param created when it was made
 * @param messages mails waiting for pick-up; -1 while the index is not there
 * @param bytes what they come to, in octets as RETR sends them; -1 while the index is not there
 * @param oldest when the oldest of them was received, null if there is none
 * @param lastReceived when it last took a mail, null if never
 * @param lastPickup when the last pick-up login was, null if never since the gateway started
 * @param senders which servers may send to it
 * @param proxy what sessions may do that pass through the gateway
 * @param olderKeys how many keys of before a reset of the password are kept for mails that are sealed to them
 * @param olderKeysMessages how many of the waiting mails only these open, as of the last hour; -1 while not counted
 * @param recoveryCode whether its key is locked under a recovery code as well
 * @param escrow fingerprint of the certificate that its mails are sealed to as well, 64 hexadecimal digits; null for none
 */
public record Mailbox(
        MailboxId id,
        MailAddress address,
        String name,
        String description,
        Status status,
        String fingerprint,
        Instant created,
        long messages,
        long bytes,
        @Nullable Instant oldest,
        @Nullable Instant lastReceived,
        @Nullable Instant lastPickup,
        SenderRules senders,
        ProxyRules proxy,
        int olderKeys,
        long olderKeysMessages,
        boolean recoveryCode,
        @Nullable String escrow) {

    /** Checks for null. */
    public Mailbox {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(fingerprint, "fingerprint");
        Objects.requireNonNull(created, "created");
        Objects.requireNonNull(senders, "senders");
        Objects.requireNonNull(proxy, "proxy");
    }

    /** Whether a mailbox takes mail. */
    public enum Status {
        /** It does. */
        ACTIVE,
        /** It answers with a temporary error, so that senders keep the mail and try again. */
        SUSPENDED
    }
}
