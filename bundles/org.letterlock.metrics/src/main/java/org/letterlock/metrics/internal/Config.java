package org.letterlock.metrics.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings of the metrics, as an administrator writes them. */
@ObjectClassDefinition(id = Metrics.PID, name = "Letterlock metrics")
@interface Config {

    @AttributeDefinition(
            name = "Mailboxes with metrics of their own",
            type = AttributeType.INTEGER,
            description = "How many mailboxes, the first ones by name, have metrics of their own; the figures of all"
                    + " others are summed up under the name 'other'. A mailbox has some 20 series. 0 to 100000.")
    int maxMailboxes() default 1000;
}
