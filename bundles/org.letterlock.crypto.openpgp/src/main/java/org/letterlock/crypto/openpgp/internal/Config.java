package org.letterlock.crypto.openpgp.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

@ObjectClassDefinition(
        id = OpenPgpCrypto.PID,
        name = "Letterlock: sealing by OpenPGP",
        description =
                "How mails are sealed and how mailbox keys are locked. Mails and keys name the values they were made"
                        + " with, so a change concerns new ones only.")
@interface Config {

    @AttributeDefinition(
            name = "Messages per session key",
            description = "How many mails to one mailbox may share a session key; each has a salt, and so a key, of its"
                    + " own. 1 = none is shared. 1 to 1000000.")
    int sessionKeyMaxMessages() default 1000;

    @AttributeDefinition(
            name = "Life of a session key",
            description = "Seconds after which a session key is dropped from memory. 1 to 3600.")
    int sessionKeyMaxSeconds() default 10;

    @AttributeDefinition(
            name = "Argon2 memory",
            description = "MiB that one guess of a mailbox password costs; a power of two. 1 to 256.")
    int argon2MemoryMebibytes() default 32;

    @AttributeDefinition(
            name = "Argon2 passes",
            description = "How often a guess of a mailbox password runs through that memory. 1 to 32.")
    int argon2Passes() default 2;

    @AttributeDefinition(
            name = "Argon2 runs at a time",
            description = "How many passwords are tried at the same time; each takes a core and the memory. 1 to 64.")
    int argon2MaxParallelRuns() default 2;

    @AttributeDefinition(
            name = "Wait for an Argon2 run",
            description = "Seconds a login waits for its turn before it is told to come back later. 1 to 300.")
    int argon2MaxWaitSeconds() default 10;
}
