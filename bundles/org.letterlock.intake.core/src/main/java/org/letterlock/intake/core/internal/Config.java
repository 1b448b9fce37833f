package org.letterlock.intake.core.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings of the intake, as an administrator writes them. */
@ObjectClassDefinition(id = SealingIntake.PID, name = "Letterlock intake")
@interface Config {

    @AttributeDefinition(
            name = "Host name",
            description = "The gateway's own name in the Received header of stored mails: a domain name or an address"
                    + " literal. No default.")
    String hostname();

    @AttributeDefinition(
            name = "Copies in progress",
            type = AttributeType.INTEGER,
            description =
                    "Copies of mails (one for each mailbox of a mail) that may be under way at the same time; further"
                            + " mails get a temporary error. Each takes some 80 KiB of memory. 100 to 1000000.")
    int maxCopiesInProgress() default 2000;

    @AttributeDefinition(
            name = "Data folder",
            required = false,
            description = "The same as of the store. Absolute path. Needed unless the next setting is set.")
    String dataDirectory() default "";

    @AttributeDefinition(
            name = "Key of the de-duplication",
            required = false,
            description =
                    "File with the secret of the keys by which mails fetched through the gateway are recognised; 32"
                            + " octets, made when it is first needed. Absolute path; empty for"
                            + " <dataDirectory>/keys/deduplication.secret.")
    String deduplicationKeyFile() default "";
}
