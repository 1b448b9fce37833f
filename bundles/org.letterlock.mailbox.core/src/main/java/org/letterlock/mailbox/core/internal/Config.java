package org.letterlock.mailbox.core.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the mailboxes, as an operator sees them. */
@ObjectClassDefinition(id = Mailboxes.PID, name = "Letterlock mailboxes")
@interface Config {

    @AttributeDefinition(name = "Data directory", description = "Absolute path of the data folder. No default.")
    String dataDirectory();

    @AttributeDefinition(name = "Domain", description = "Domain of mailbox addresses. No default.")
    String domain();

    @AttributeDefinition(
            name = "Postmaster",
            description = "Id of the mailbox that takes mail for postmaster; while empty such mail gets 450.")
    String postmasterMailbox() default "";

    @AttributeDefinition(
            name = "Escrow certificate",
            description =
                    "Absolute path of an OpenPGP version 6 certificate, armored or binary: mails of mailboxes with"
                            + " escrow are sealed to it as well. Empty = none.")
    String escrowCertificateFile() default "";

    @AttributeDefinition(
            name = "Login threads",
            type = AttributeType.INTEGER,
            description = "Pick-up logins that are checked at the same time, 1 to 64.")
    int loginThreads() default 2;

    @AttributeDefinition(
            name = "Queued logins",
            type = AttributeType.INTEGER,
            description = "Pick-up logins that may wait for a thread; further ones get a temporary error. 1 to 10000.")
    int maxQueuedLogins() default 200;
}
