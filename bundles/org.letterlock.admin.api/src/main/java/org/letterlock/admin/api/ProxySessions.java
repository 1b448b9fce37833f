package org.letterlock.admin.api;

import java.time.Instant;
import java.util.List;

/**
 * The sessions of one moment that pass through the gateway.
 *
 * @param total how many there are
 * @param sessions the oldest first, at most 10,000
 */
public record ProxySessions(int total, List<Session> sessions) {

    /** Copies the list. */
    public ProxySessions {
        sessions = List.copyOf(sessions);
    }

    /**
     * A session.
     *
     * @param protocol {@code smtp} or {@code pop3}
     * @param mailbox the id of the mailbox that gets the copies
     * @param user the client's user name at the other server, at most 320 characters of it, {@code ?} for what is not
     *     visible
     * @param client the IP address and port that the client connects from
     * @param server the other server, as {@code host} or {@code host:port}
     * @param since when the client logged in
     * @param toServer octets that went to the other server behind the login
     * @param toClient octets that went to the client behind the login
     * @param kept mails of which the session kept a copy
     * @param uncopied mails that passed without a copy
     */
    public record Session(
            String protocol,
            String mailbox,
            String user,
            String client,
            String server,
            Instant since,
            long toServer,
            long toClient,
            long kept,
            long uncopied) {}
}
