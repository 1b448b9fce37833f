package org.letterlock.index.derby.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the message index. */
@ObjectClassDefinition(
        name = "Letterlock message index",
        description = "An index over the store's log. It holds nothing that the log does not hold, and is made again"
                + " when it is missing, damaged or made from another data folder.")
@interface Config {

    @AttributeDefinition(
            name = "Index folder",
            description = "Absolute path. The index makes the folder 'messages' in it and deletes that folder whenever"
                    + " it has to be made again. Must not lie in the data folder.")
    String indexDirectory() default "";

    @AttributeDefinition(name = "Batch", description = "Records per transaction, 1 to 100000.")
    int maxBatchRecords() default 1_000;

    @AttributeDefinition(
            name = "Pause",
            description =
                    "Milliseconds from the start of one transaction to the next while there are fewer records than"
                            + " a full batch, 0 to 60000. Keeps the index from forcing the disk for each mail.")
    int batchPauseMillis() default 250;

    @AttributeDefinition(
            name = "Connections",
            description = "Database connections for reading, 1 to 100; more readers than that wait.")
    int maxReadConnections() default 8;
}
