package org.letterlock.protocol.smtp;

import java.util.List;

/** What a server says of itself, the same on every connection. */
public final class SmtpServerGreetings {

    private final SmtpReply banner;
    private final SmtpReply helo;
    private final SmtpReply ehlo;
    private final SmtpReply ehloOfferingTls;

    /**
     * Makes them.
     *
     * @param hostname the server's name
     * @param maxMessageOctets the SIZE to announce (RFC 1870)
     */
    public SmtpServerGreetings(String hostname, long maxMessageOctets) {
        String size = "SIZE " + maxMessageOctets;
        banner = SmtpReply.of(220, hostname + " ESMTP Letterlock");
        helo = SmtpReply.of(250, hostname);
        ehlo = SmtpReply.of(250, List.of(hostname, "PIPELINING", size, "8BITMIME", "ENHANCEDSTATUSCODES"));
        ehloOfferingTls =
                SmtpReply.of(250, List.of(hostname, "PIPELINING", size, "STARTTLS", "8BITMIME", "ENHANCEDSTATUSCODES"));
    }

    SmtpReply banner() {
        return banner;
    }

    SmtpReply helo() {
        return helo;
    }

    SmtpReply ehlo(boolean offerTls) {
        return offerTls ? ehloOfferingTls : ehlo;
    }
}
