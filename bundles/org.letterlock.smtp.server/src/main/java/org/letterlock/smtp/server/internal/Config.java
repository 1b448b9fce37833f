package org.letterlock.smtp.server.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the SMTP server. A change takes effect for new connections; open ones end after their mail. */
@ObjectClassDefinition(name = "Letterlock SMTP server")
@interface Config {

    @AttributeDefinition(description = "Own name, in the banner and in the answer to EHLO")
    String hostname();

    @AttributeDefinition(description = "Largest mail, in octets")
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

    @AttributeDefinition(description = "Logins refused for good before the connection is closed, 1 to 100")
    int maxLoginAttempts() default 3;

    @AttributeDefinition(description = "Longest wait for a complete command; RFC 5321, section 4.5.3.2 asks for 300")
    int commandTimeoutSeconds() default 300;

    @AttributeDefinition(description = "Longest wait for more of a mail; RFC 5321, section 4.5.3.2 asks for 180")
    int dataTimeoutSeconds() default 600;
}
