package org.letterlock.intake.core.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings of the intake, as an administrator writes them. */
@ObjectClassDefinition(id = SealingIntake.PID, name = "Letterlock intake")
@interface Config {

    @AttributeDefinition(
            name = "Host name",
            description = "The gateway's own name in the Received header of stored mails: a domain name or an address"
                    + " literal. No default.")
    String hostname();
}
