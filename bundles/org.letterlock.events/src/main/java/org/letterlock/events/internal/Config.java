package org.letterlock.events.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings of the events, as an administrator writes them. */
@ObjectClassDefinition(id = EventDispatcher.PID, name = "Letterlock events")
@interface Config {

    @AttributeDefinition(
            name = "Events that wait for a listener",
            type = AttributeType.INTEGER,
            description =
                    "How many events may wait for each listener; what comes while so many wait is dropped for that"
                            + " listener and counted. One takes some 200 octets of memory. 1000 to 1000000.")
    int maxQueuedEvents() default 10_000;
}
