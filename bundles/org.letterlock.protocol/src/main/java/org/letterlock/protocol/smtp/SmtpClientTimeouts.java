package org.letterlock.protocol.smtp;

import java.time.Duration;

/**
 * How long a client waits (RFC 5321, section 4.5.3.2).
 *
 * @param greetingNanos for the server's first reply, and for the end of the handshake
 * @param commandNanos for the reply to MAIL, RCPT and whatever is not named here
 * @param dataNanos for the reply to DATA
 * @param blockNanos for the server to take a part of the mail
 * @param endNanos for the reply to the end of the mail
 */
public record SmtpClientTimeouts(
        long greetingNanos, long commandNanos, long dataNanos, long blockNanos, long endNanos) {

    /** What RFC 5321 asks for. */
    public static final SmtpClientTimeouts RFC_5321 = new SmtpClientTimeouts(
            Duration.ofMinutes(5).toNanos(),
            Duration.ofMinutes(5).toNanos(),
            Duration.ofMinutes(2).toNanos(),
            Duration.ofMinutes(3).toNanos(),
            Duration.ofMinutes(10).toNanos());

    /** Checks the ranges. */
    public SmtpClientTimeouts {
        if (greetingNanos <= 0 || commandNanos <= 0 || dataNanos <= 0 || blockNanos <= 0 || endNanos <= 0) {
            throw new IllegalArgumentException("a time-out is more than nothing");
        }
    }

    long of(SmtpClientStep step) {
        return switch (step) {
            case GREETING, HANDSHAKE -> greetingNanos;
            case DATA -> dataNanos;
            case BODY -> blockNanos;
            case END_OF_DATA -> endNanos;
            default -> commandNanos;
        };
    }
}
