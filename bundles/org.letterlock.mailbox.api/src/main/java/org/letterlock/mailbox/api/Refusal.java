package org.letterlock.mailbox.api;

import java.time.Instant;
import java.util.Objects;

/**
 * Recipients that were refused since the mailboxes were loaded, of one address and for one reason.
 *
 * @param recipient a mailbox id, or what came instead of one, shortened and without characters beyond printable ASCII
 * @param reason why
 * @param count how often, 1 or more
 * @param last when it was last refused
 * @param lastAddress the IP address it last came from
 */
public record Refusal(String recipient, Reason reason, long count, Instant last, String lastAddress) {

    /** Checks for null. */
    public Refusal {
        Objects.requireNonNull(recipient, "recipient");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(last, "last");
        Objects.requireNonNull(lastAddress, "lastAddress");
    }

    /** Why recipients are refused. */
    public enum Reason {
        /** No mailbox has that id. */
        UNKNOWN,
        /** The mailbox takes mail over TLS only. */
        TLS_REQUIRED,
        /** The mailbox takes mail from other addresses only. */
        ADDRESS,
        /** The mailbox takes mail from clients with another certificate only. */
        CERTIFICATE
    }
}
