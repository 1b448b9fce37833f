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
                    "Whether mails pass that cannot be kept. If false, the session is broken off before a client has such a"
                            + " mail, and the mail stays where it is.")
    boolean failOpen() default false;

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
