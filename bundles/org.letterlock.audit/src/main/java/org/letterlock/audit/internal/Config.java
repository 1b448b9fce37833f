package org.letterlock.audit.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the audit log, as an operator sees them. */
@ObjectClassDefinition(id = AuditTrail.PID, name = "Letterlock audit log")
@interface Config {

    @AttributeDefinition(name = "Data directory", description = "Absolute path of the data folder. No default.")
    String dataDirectory();

    @AttributeDefinition(
            name = "Retention (days)",
            type = AttributeType.INTEGER,
            description = "A file whose last entry is older is deleted as a whole. 0 = never, up to 36500.")
    int retentionDays() default 0;

    @AttributeDefinition(
            name = "Interval of heads (hours)",
            type = AttributeType.INTEGER,
            description = "How often the end of the chain is logged, 1 to 8760.")
    int headIntervalHours() default 24;
}
