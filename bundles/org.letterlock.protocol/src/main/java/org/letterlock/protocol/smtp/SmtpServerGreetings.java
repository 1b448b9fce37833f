package org.letterlock.protocol.smtp;

import java.util.ArrayList;
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
     * @param limits the largest mail is announced as SIZE (RFC 1870), the most recipients as RCPTMAX (RFC 9422)
     */
    public SmtpServerGreetings(String hostname, SmtpServerLimits limits) {
        banner = SmtpReply.of(220, hostname + " ESMTP Letterlock");
        helo = SmtpReply.of(250, hostname);
        ehlo = SmtpReply.of(250, ehloLines(hostname, limits, false));
        ehloOfferingTls = SmtpReply.of(250, ehloLines(hostname, limits, true));
    }

    private static List<String> ehloLines(String hostname, SmtpServerLimits limits, boolean offerTls) {
        List<String> lines = new ArrayList<>(List.of(hostname, "PIPELINING", "SIZE " + limits.maxMessageOctets()));
        if (offerTls) {
            lines.add("STARTTLS");
        }
        // No MAILMAX: a session may send any number of mails.
        lines.addAll(List.of(
                "8BITMIME",
                "CHUNKING",
                "BINARYMIME",
                "SMTPUTF8",
                "DSN",
                "LIMITS RCPTMAX=" + limits.maxRecipients(),
                "ENHANCEDSTATUSCODES"));
        return lines;
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
