package org.letterlock.admin.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox, as shell and REST show it.
 *
 * @param id {@code mbx-} and 32 hexadecimal digits
 * @param address where mail for it is sent to
 * @param name for people
 * @param description for people
 * @param status {@code active} or {@code suspended}
 * @param fingerprint fingerprint of its OpenPGP key
 * @param messages mails waiting for pick-up; -1 while the index is not there
 * @param bytes what they come to in octets; -1 while the index is not there
 * @param oldest when the oldest of them was received, null if there is none
 * @param lastReceived when it last took a mail, null if never
 * @param lastPickup when the last pick-up login was, null if not since the gateway started
 * @param senders which servers may send to it
 * @param proxy what sessions may do that pass through the gateway
 * @param olderKeys how many keys of before a reset of the password are kept for mails that only they open
 * @param olderKeysMessages how many of the waiting mails these are, as of the last hour; -1 while not counted
 * @param recoveryCode whether its key can be had by a recovery code as well
 * @param escrow fingerprint of the certificate that its mails are sealed to as well, null for none
 */
public record MailboxView(
        String id,
        String address,
        String name,
        String description,
        String status,
        String fingerprint,
        long messages,
        long bytes,
        @Nullable Instant oldest,
        @Nullable Instant lastReceived,
        @Nullable Instant lastPickup,
        SenderRulesView senders,
        ProxyRulesView proxy,
        int olderKeys,
        long olderKeysMessages,
        boolean recoveryCode,
        @Nullable String escrow) {}
