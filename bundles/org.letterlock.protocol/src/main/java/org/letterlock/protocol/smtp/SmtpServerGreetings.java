package org.letterlock.protocol.smtp;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a server says of itself, the same on every connection. What it does not offer it does not take either. */
public final class SmtpServerGreetings {

    /** What a server offers that only takes mail for the gateway's own mailboxes. */
    public static final Set<SmtpExtension> JOURNAL = Set.copyOf(EnumSet.complementOf(EnumSet.of(SmtpExtension.AUTH)));

    /**
     * What a server offers that also takes logins for other servers: clients do not ask again after a login, so it offers
     * nothing that one of those servers might lack.
     */
    public static final Set<SmtpExtension> JOURNAL_AND_PROXY = Set.of(
            SmtpExtension.PIPELINING,
            SmtpExtension.SIZE,
            SmtpExtension.STARTTLS,
            SmtpExtension.AUTH,
            SmtpExtension.EIGHTBITMIME,
            SmtpExtension.LIMITS,
            SmtpExtension.ENHANCEDSTATUSCODES);

    private final Set<SmtpExtension> offered;
    private final SmtpReply banner;
    private final SmtpReply helo;
    private final SmtpReply ehloInClear;
    private final SmtpReply ehloInClearOfferingTls;
    private final SmtpReply ehloSecure;
    private final SmtpReply help;

    /**
     * Makes those of a server without logins.
     *
     * @param hostname the server's name
     * @param limits the largest mail is announced as SIZE (RFC 1870), the most recipients as RCPTMAX (RFC 9422)
     */
    public SmtpServerGreetings(String hostname, SmtpServerLimits limits) {
        this(hostname, limits, JOURNAL);
    }

    /**
     * Makes them.
     *
     * @param hostname the server's name
     * @param limits the largest mail is announced as SIZE (RFC 1870), the most recipients as RCPTMAX (RFC 9422)
     * @param offered what to offer, as {@link #JOURNAL} and {@link #JOURNAL_AND_PROXY}; STARTTLS in clear only and while
     *     it can work, AUTH under TLS only
     */
    public SmtpServerGreetings(String hostname, SmtpServerLimits limits, Set<SmtpExtension> offered) {
        this.offered = Set.copyOf(offered);
        banner = SmtpReply.of(220, hostname + " ESMTP Letterlock");
        helo = SmtpReply.of(250, hostname);
        ehloInClear = ehlo(hostname, limits, offered, Set.of(SmtpExtension.STARTTLS, SmtpExtension.AUTH));
        ehloInClearOfferingTls = ehlo(hostname, limits, offered, Set.of(SmtpExtension.AUTH));
        ehloSecure = ehlo(hostname, limits, offered, Set.of(SmtpExtension.STARTTLS));
        help = SmtpReply.of(
                214,
                "2.0.0 EHLO HELO MAIL RCPT DATA"
                        + (offers(SmtpExtension.CHUNKING) ? " BDAT" : "")
                        + " RSET NOOP QUIT VRFY HELP"
                        + (offers(SmtpExtension.STARTTLS) ? " STARTTLS" : "")
                        + (offers(SmtpExtension.AUTH) ? " AUTH" : "")
                        + "; see RFC 5321");
    }

    private static SmtpReply ehlo(
            String hostname, SmtpServerLimits limits, Set<SmtpExtension> offered, Set<SmtpExtension> butNotNow) {
        List<String> lines = new ArrayList<>(List.of(hostname));
        for (SmtpExtension extension : SmtpExtension.values()) {
            if (offered.contains(extension) && !butNotNow.contains(extension)) {
                lines.add(extension.keyword()
                        + switch (extension) {
                            case SIZE -> " " + limits.maxMessageOctets();
                            case AUTH -> " PLAIN LOGIN XOAUTH2 OAUTHBEARER";
                            // No MAILMAX: a session may send any number of mails.
                            case LIMITS -> " RCPTMAX=" + limits.maxRecipients();
                            default -> "";
                        });
            }
        }
        return SmtpReply.of(250, lines);
    }

    boolean offers(SmtpExtension extension) {
        return offered.contains(extension);
    }

    Set<SmtpExtension> offered() {
        return offered;
    }

    SmtpReply banner() {
        return banner;
    }

    SmtpReply helo() {
        return helo;
    }

    SmtpReply ehlo(boolean secure, boolean canStartTls) {
        if (secure) {
            return ehloSecure;
        }
        return canStartTls ? ehloInClearOfferingTls : ehloInClear;
    }

    SmtpReply help() {
        return help;
    }
}
