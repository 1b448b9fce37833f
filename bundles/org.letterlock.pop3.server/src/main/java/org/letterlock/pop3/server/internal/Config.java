package org.letterlock.pop3.server.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings as an administrator sees them. */
@ObjectClassDefinition(
        name = "Letterlock POP3 server",
        description = "Pick-up of mails, and the door of the POP3 proxy")
@interface Config {

    @AttributeDefinition(description = "What the server calls itself in its greeting. Required.")
    String hostname();

    @AttributeDefinition(
            description =
                    "Seconds without anything from the client (or without it taking anything) after which a session"
                            + " ends without deleting; 600 to 86400. RFC 1939, section 3 wants 600 at least.")
    int idleTimeoutSeconds() default 600;

    @AttributeDefinition(
            description =
                    "Seconds without anything from the client (or without it taking anything) after which another login with"
                            + " the right password replaces the session; 10 to 86400. From idleTimeoutSeconds on it never"
                            + " comes to that.")
    int replaceableAfterSeconds() default 60;

    @AttributeDefinition(description = "Failed logins after which a connection is closed; 1 to 100.")
    int maxLoginAttempts() default 3;

    @AttributeDefinition(
            description =
                    "Longest wait in seconds that failed logins cost later ones from the same address or for the same"
                            + " mailbox (1, 2, 4 ... seconds); 0 to 60, 0 slows nobody down.")
    int maxLoginDelaySeconds() default 10;

    @AttributeDefinition(description = "Seconds after the last login for which failed ones are counted; 60 to 86400.")
    int failedLoginMemorySeconds() default 900;

    @AttributeDefinition(description = "Unknown commands after which a connection is closed; 1 to 1000.")
    int maxUnknownCommands() default 10;

    @AttributeDefinition(description = "Threads that read and open mails, shared by all sessions; 1 to 256.")
    int workerThreads() default 4;

    @AttributeDefinition(
            description = "Seconds that a login waits for the mailbox service while that is being replaced; 0 to 60.")
    int serviceWaitSeconds() default 10;
}
