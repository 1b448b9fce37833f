package org.letterlock.smtp.proxy.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings as an administrator sees them. A change takes effect for new logins; open sessions end after their mail. */
@ObjectClassDefinition(
        name = "Letterlock SMTP proxy",
        description = "Passes SMTP sessions on to other servers, and keeps a copy of each mail that is sent")
@interface Config {

    @AttributeDefinition(description = "Own name, in EHLO to remote servers and in the answer to that of clients")
    String hostname();

    @AttributeDefinition(
            description =
                    "A second character, beside the percent sign, that may separate the parts of a user name: user, server,"
                            + " mailbox. Printable ASCII that stands in none of them.")
    String separator() default "%";

    @AttributeDefinition(
            description =
                    "Longest wait in seconds that failed logins cost later ones from the same address or for the same user"
                            + " of a server (1, 2, 4 ... seconds); 0 to 60, 0 slows nobody down")
    int maxLoginDelaySeconds() default 10;

    @AttributeDefinition(description = "Seconds after the last login for which failed ones are counted; 60 to 86400")
    int failedLoginMemorySeconds() default 900;

    @AttributeDefinition(description = "Most logins under way, those that wait among them; 1 to 100000")
    int maxLogins() default 1000;

    @AttributeDefinition(description = "Most logins under way from one address (IPv6: /64); 1 to 100000")
    int maxLoginsPerAddress() default 20;

    @AttributeDefinition(
            description = "Seconds that a login or a mail waits for a service that is being replaced; 0 to 60")
    int serviceWaitSeconds() default 10;

    @AttributeDefinition(description = "Largest mail, in octets; the remote server's limit counts if it is lower")
    long maxMessageBytes() default 209_715_200L;

    @AttributeDefinition(description = "Most accepted recipients of a mail; 100 or more (RFC 5321, section 4.5.3.1.8)")
    int maxRecipients() default 1000;

    @AttributeDefinition(
            description =
                    "Most Received headers of a mail, more are taken for a loop; 100 or more (RFC 5321, section 6.3)")
    int maxReceivedHeaders() default 100;

    @AttributeDefinition(description = "Longest command line without its CRLF, in octets; 510 or more")
    int maxCommandBytes() default 2048;

    @AttributeDefinition(description = "Commands that are unknown or malformed before the connection is closed")
    int maxBadCommands() default 20;

    @AttributeDefinition(description = "Longest wait for a complete command; RFC 5321, section 4.5.3.2 asks for 300")
    int commandTimeoutSeconds() default 300;

    @AttributeDefinition(description = "Longest wait for more of a mail; RFC 5321, section 4.5.3.2 asks for 180")
    int dataTimeoutSeconds() default 600;

    @AttributeDefinition(
            description =
                    "Longest wait for the remote server to reply, or to take a part of the mail; RFC 5321, section"
                            + " 4.5.3.2 asks for 300")
    int replyTimeoutSeconds() default 300;

    @AttributeDefinition(
            description =
                    "Longest wait for the remote server's reply to the end of a mail; RFC 5321, section 4.5.3.2.6 asks"
                            + " for 600. Where it runs out, nobody knows whether the mail was sent.")
    int endOfDataTimeoutSeconds() default 600;
}
