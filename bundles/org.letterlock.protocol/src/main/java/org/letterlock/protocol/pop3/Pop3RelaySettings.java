package org.letterlock.protocol.pop3;

import java.time.Duration;
import java.util.Objects;
import org.letterlock.protocol.proxy.CopyPolicy;

/**
 * Limits of a relayed session.
 *
 * @param policy what becomes of mails whose copy cannot be kept
 * @param clientTimeout how long the client may be silent between commands, at least 10 min (RFC 1939, section 3)
 * @param upstreamTimeout how long the remote server may be silent when it is its turn
 * @param maxUnknownCommands unknown commands after which the connection is closed, at least 1
 */
public record Pop3RelaySettings(
        CopyPolicy policy, Duration clientTimeout, Duration upstreamTimeout, int maxUnknownCommands) {

    /** Checks the ranges. */
    public Pop3RelaySettings {
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(clientTimeout, "clientTimeout");
        Objects.requireNonNull(upstreamTimeout, "upstreamTimeout");
        if (maxUnknownCommands < 1) {
            throw new IllegalArgumentException("limits are at least 1");
        }
    }
}
