package org.letterlock.protocol.smtp;

/**
 * What a server puts up with.
 *
 * @param maxCommandOctets longest command line without its CRLF, 510 or more (RFC 5321, section 4.5.3.1.4)
 * @param maxMessageOctets largest mail, transparency undone
 * @param maxRecipients most accepted recipients of a mail, 100 or more (RFC 5321, section 4.5.3.1.8)
 * @param maxReceivedHeaders most Received fields of a mail; more are taken for a loop, 100 or more (RFC 5321, section 6.3)
 * @param maxBadCommands commands that are unknown or not well-formed before the connection is closed
 * @param maxLoginAttempts failed logins before the connection is closed, 1 or more
 * @param commandTimeoutNanos longest wait for a complete command
 * @param dataTimeoutNanos longest wait for more of a mail
 */
public record SmtpServerLimits(
        int maxCommandOctets,
        long maxMessageOctets,
        int maxRecipients,
        int maxReceivedHeaders,
        int maxBadCommands,
        int maxLoginAttempts,
        long commandTimeoutNanos,
        long dataTimeoutNanos) {

    /** Checks the ranges. */
    public SmtpServerLimits {
        if (maxCommandOctets < 510
                || maxMessageOctets < 1
                || maxRecipients < 100
                || maxReceivedHeaders < 100
                || maxBadCommands < 0
                || maxLoginAttempts < 1
                || commandTimeoutNanos <= 0
                || dataTimeoutNanos <= 0) {
            throw new IllegalArgumentException("a limit is out of range");
        }
    }

    /**
     * Those of a server without logins.
     *
     * @param maxCommandOctets see there
     * @param maxMessageOctets see there
     * @param maxRecipients see there
     * @param maxReceivedHeaders see there
     * @param maxBadCommands see there
     * @param commandTimeoutNanos see there
     * @param dataTimeoutNanos see there
     */
    public SmtpServerLimits(
            int maxCommandOctets,
            long maxMessageOctets,
            int maxRecipients,
            int maxReceivedHeaders,
            int maxBadCommands,
            long commandTimeoutNanos,
            long dataTimeoutNanos) {
        this(
                maxCommandOctets,
                maxMessageOctets,
                maxRecipients,
                maxReceivedHeaders,
                maxBadCommands,
                1,
                commandTimeoutNanos,
                dataTimeoutNanos);
    }

    /**
     * The same but for one.
     *
     * @param octets largest mail, transparency undone
     * @return the limits
     */
    public SmtpServerLimits withMaxMessageOctets(long octets) {
        return new SmtpServerLimits(
                maxCommandOctets,
                octets,
                maxRecipients,
                maxReceivedHeaders,
                maxBadCommands,
                maxLoginAttempts,
                commandTimeoutNanos,
                dataTimeoutNanos);
    }
}
