package org.letterlock.storage.log.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the store, as an operator sees them. */
@ObjectClassDefinition(
        name = "Letterlock store",
        description = "Where sealed mails and mailbox states are kept. A change restarts the store.")
@interface Config {

    @AttributeDefinition(
            name = "Data directory",
            description = "Absolute path of the data folder. It is made if missing; only one gateway may use it.")
    String dataDirectory();

    @AttributeDefinition(
            name = "Segment size (octets)",
            type = AttributeType.LONG,
            description = "A segment file is closed about here. A segment's space is given back when none of its mails"
                    + " is needed any more. 65536 to 268435456.")
    long segmentBytes() default 64L << 20;

    @AttributeDefinition(
            name = "Large mail (octets)",
            type = AttributeType.LONG,
            description = "A sealed mail longer than this goes to a file of its own. 4096 to 67108864.")
    long largeBodyBytes() default 4L << 20;

    @AttributeDefinition(
            name = "In flight (octets)",
            type = AttributeType.LONG,
            description = "Sealed octets that wait in memory for the disk. Above it mails that are being received go to"
                    + " files and their senders are slowed down. 1048576 to 17179869184.")
    long inFlightBytes() default 128L << 20;

    @AttributeDefinition(
            name = "Low-water mark (octets)",
            type = AttributeType.LONG,
            description = "No mail is taken when it would leave less free disk space than this. 0 or more.")
    long lowWaterBytes() default 512L << 20;

    @AttributeDefinition(
            name = "Grace before files are deleted (hours)",
            type = AttributeType.INTEGER,
            description = "Files with deleted mails are kept this long, so that a copy of the data folder taken while"
                    + " the gateway runs is a valid backup. 0 to 8760.")
    int deletionGraceHours() default 24;

    @AttributeDefinition(
            name = "Hold of deleted mails (days)",
            type = AttributeType.INTEGER,
            description =
                    "Sealed octets of a deleted mail stay on the disk at least this long, or for the grace if that"
                            + " is longer. 0 to 3650; 0 = no longer than the grace.")
    int holdDeletedDays() default 0;

    @AttributeDefinition(
            name = "Compaction below (percent)",
            type = AttributeType.INTEGER,
            description = "A segment whose live mails take no more than this share of it is compacted: they are written"
                    + " again, and its space is given back after the grace. 0 = never. 0 to 90.")
    int compactionLivePercent() default 25;

    @AttributeDefinition(
            name = "Compaction rate (octets per second)",
            type = AttributeType.LONG,
            description = "Compaction reads and writes about so much in a second; a single mail may be longer. 65536 to"
                    + " 1073741824.")
    long compactionBytesPerSecond() default 8L << 20;

    @AttributeDefinition(
            name = "Ledger heads (hours)",
            type = AttributeType.INTEGER,
            description =
                    "How often it is logged where the chain of each mailbox ends; at a clean stop it is logged in any"
                            + " case. 0 to 8760; 0 at a clean stop only.")
    int ledgerHeadsIntervalHours() default 24;
}
