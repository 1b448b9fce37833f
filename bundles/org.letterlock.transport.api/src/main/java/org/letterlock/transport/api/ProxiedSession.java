package org.letterlock.transport.api;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Objects;

/**
 * A session that passes through the gateway to another server, as people see it.
 *
 * @param client where the client connects from
 * @param mailbox the mailbox that gets the copies
 * @param user the client's user name at the other server
 * @param target the other server, as {@code host} or {@code host:port}
 * @param since when the client logged in
 * @param toServer octets that went to the other server behind the login
 * @param toClient octets that went to the client behind the login
 * @param kept mails of which the session kept a copy
 * @param uncopied mails that passed without a copy
 */
public record ProxiedSession(
        InetSocketAddress client,
        String mailbox,
        String user,
        String target,
        Instant since,
        long toServer,
        long toClient,
        long kept,
        long uncopied) {

    /** Checks for null. */
    public ProxiedSession {
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(mailbox, "mailbox");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(since, "since");
    }

    /** Without the user's name. */
    @Override
    public String toString() {
        return "ProxiedSession[mailbox=" + mailbox + ", target=" + target + "]";
    }
}
