package org.letterlock.pop3.proxy.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings as an administrator sees them. */
@ObjectClassDefinition(
        name = "Letterlock POP3 proxy",
        description = "Passes POP3 sessions on to other servers, and keeps a copy of each mail that is fetched")
@interface Config {

    @AttributeDefinition(
            description =
                    "A second character, beside the percent sign, that may separate the parts of a user name: user, server,"
                            + " mailbox. Printable ASCII that stands in none of them.")
    String separator() default "%";

    @AttributeDefinition(
            description =
                    "Longest wait in seconds that failed logins cost later ones from the same address or for the same user"
                            + " of a server (1, 2, 4 ... seconds); 0 to 60, 0 slows nobody down.")
    int maxLoginDelaySeconds() default 10;

    @AttributeDefinition(description = "Seconds after the last login for which failed ones are counted; 60 to 86400.")
    int failedLoginMemorySeconds() default 900;

    @AttributeDefinition(description = "Most logins under way, those that wait among them; 1 to 100000.")
    int maxLogins() default 1000;

    @AttributeDefinition(description = "Most logins under way from one address (IPv6: /64); 1 to 100000.")
    int maxLoginsPerAddress() default 20;

    @AttributeDefinition(
            description = "Seconds that a login or a mail waits for a service that is being replaced; 0 to 60.")
    int serviceWaitSeconds() default 10;

    @AttributeDefinition(
            description =
                    "Seconds without a command after which a session ends without deleting; 600 to 86400. RFC 1939, section 3"
                            + " wants 600 at least.")
    int idleTimeoutSeconds() default 600;

    @AttributeDefinition(description = "Seconds that the remote server may be silent when it is its turn; 10 to 3600.")
    int replyTimeoutSeconds() default 120;

    @AttributeDefinition(description = "Unknown commands after which a connection is closed; 1 to 1000.")
    int maxUnknownCommands() default 10;
}
