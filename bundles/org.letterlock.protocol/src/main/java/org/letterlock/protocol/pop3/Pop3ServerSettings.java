package org.letterlock.protocol.pop3;

import java.util.Objects;

/**
 * Limits and texts of a dialogue.
 *
 * @param hostname what the server calls itself in its greeting
 * @param maxLoginAttempts failed logins after which the connection is closed, at least 1
 * @param maxUnknownCommands unknown commands after which the connection is closed, at least 1
 */
public record Pop3ServerSettings(String hostname, int maxLoginAttempts, int maxUnknownCommands) {

    /** Checks the ranges. */
    public Pop3ServerSettings {
        Objects.requireNonNull(hostname, "hostname");
        if (maxLoginAttempts < 1 || maxUnknownCommands < 1) {
            throw new IllegalArgumentException("limits are at least 1");
        }
    }
}
