package org.letterlock.mailbox.api;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.letterlock.crypto.api.EscrowCertificate;
import org.letterlock.crypto.api.MailboxPublicKey;
import org.letterlock.mail.api.MailAddress;
import org.letterlock.mail.api.MailboxId;

/** What a recipient address stands for. */
public sealed interface Recipient {

    /**
     * How long after it was asked for, at most, a mail that is sealed to {@link Active#key()} may be handed to the store:
     * a key that is no longer handed out is erased some time after that.
     */
    Duration KEY_USE_LIMIT = Duration.ofHours(6);

    /**
     * A mailbox that takes mail.
     *
     * @param id its id
     * @param address its own address
     * @param key what to seal its mails to
     * @param escrow what to seal them to as well, null for nothing
     */
    record Active(
            MailboxId id,
            MailAddress address,
            MailboxPublicKey key,
            @Nullable EscrowCertificate escrow) implements Recipient {

        /** Checks for null. */
        public Active {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(address, "address");
            Objects.requireNonNull(key, "key");
        }
    }

    /**
     * A mailbox that takes no mail for now.
     *
     * @param id its id
     */
    record Suspended(MailboxId id) implements Recipient {

        /** Checks for null. */
        public Suspended {
            Objects.requireNonNull(id, "id");
        }
    }

    /**
     * A mailbox that takes no mail from this sender.
     *
     * @param id its id
     * @param reason which of its rules is broken
     * @param deferred whether the sender should come again
     */
    record Refused(MailboxId id, Refusal.Reason reason, boolean deferred) implements Recipient {

        /** Checks for null. */
        public Refused {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** {@code postmaster}, while no mailbox is set for it. */
    record NoPostmaster() implements Recipient {}

    /**
     * Any address, while there is no mailbox at all: more likely a gateway that was started with the wrong data folder than
     * one that nobody needs, so nothing is refused for good.
     */
    record NoMailboxes() implements Recipient {}

    /** An address of the gateway's own domain that is no mailbox. */
    record Unknown() implements Recipient {}

    /** An address of another domain that is no mailbox either. */
    record ForeignDomain() implements Recipient {}
}
