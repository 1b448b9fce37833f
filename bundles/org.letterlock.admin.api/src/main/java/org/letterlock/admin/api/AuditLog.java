package org.letterlock.admin.api;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The record of what administrators and archivers did. Acts that come to {@link GatewayAdmin} leave their entry there by
 * themselves; this is for those that were turned away before, and for sign-ins. Thread-safe; waits for the disk. A failure
 * to write is logged and shown by {@link StatusAdmin#status}, not thrown.
 */
@ProviderType
public interface AuditLog {

    /** Why an act ended as it did. */
    enum Outcome {
        /** It was done. */
        DONE,
        /** The gateway, or an access list, said no. */
        REFUSED,
        /** It could not be done, or may have been done in part. */
        FAILED
    }

    /**
     * Who acts.
     *
     * @param user the user's name, {@code -} if nobody is known
     * @param door {@code shell}, {@code rest}, {@code console}, {@code pop3} or {@code gateway}
     * @param from the IP address, {@code -} if that is not known
     */
    record Actor(String user, String door, String from) {}

    /**
     * Writes that the caller was refused an act. Who the caller is comes from the JAAS subject of the calling thread.
     *
     * @param act what was asked for
     * @param reason why, for people
     */
    default void refused(String act, String reason) {
        write(act, Map.of(), Outcome.REFUSED, reason);
    }

    /**
     * Writes an act of the caller. Who the caller is comes from the JAAS subject of the calling thread.
     *
     * @param act what was done; what is longer than 200 characters is cut, here and in the other texts
     * @param about what it was about, by key, in this order; at most 20
     * @param outcome how it ended
     * @param reason why it was not done, empty if it was
     */
    void write(String act, Map<String, String> about, Outcome outcome, String reason);

    /**
     * Writes an act of somebody else.
     *
     * @param actor who acted
     * @param act what was done
     * @param about what it was about, by key, in this order; at most 20
     * @param outcome how it ended
     * @param reason why it was not done, empty if it was
     */
    void write(Actor actor, String act, Map<String, String> about, Outcome outcome, String reason);
}
