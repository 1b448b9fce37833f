package org.letterlock.alarms.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the alarms, as an operator sees them. */
@ObjectClassDefinition(id = Alarms.PID, name = "Letterlock alarms")
@interface Config {

    @AttributeDefinition(name = "Data directory", description = "Absolute path of the data folder. No default.")
    String dataDirectory();

    @AttributeDefinition(name = "Host name", description = "The gateway's name in messages. No default.")
    String hostname();

    @AttributeDefinition(name = "Mail server", description = "Name of the server that takes mails. Empty = no mails.")
    String mailHost() default "";

    @AttributeDefinition(name = "Mail port", type = AttributeType.INTEGER, description = "Its port, 1 to 65535.")
    int mailPort() default 587;

    @AttributeDefinition(
            name = "Mail TLS",
            description = "starttls (required) or implicit; there is no mail without TLS.")
    String mailTls() default "starttls";

    @AttributeDefinition(name = "Mail user", description = "User name at the server. Empty = no login.")
    String mailUser() default "";

    @AttributeDefinition(
            name = "Mail password",
            type = AttributeType.PASSWORD,
            description = "Its password, as $[secret:NAME] or $[env:NAME].")
    String mailPassword() default "";

    @AttributeDefinition(name = "Sender", description = "Address that mails come from.")
    String mailFrom() default "";

    @AttributeDefinition(name = "Recipients", description = "Addresses that mails go to, separated by commas.")
    String mailTo() default "";

    @AttributeDefinition(
            name = "Webhook",
            description = "URL that each alarm is posted to, https unless at loopback. Empty = none.")
    String webhookUrl() default "";

    @AttributeDefinition(
            name = "Webhook secret",
            type = AttributeType.PASSWORD,
            description = "Signs what is posted, as $[secret:NAME] or $[env:NAME]. Empty = no signature.")
    String webhookSecret() default "";

    @AttributeDefinition(
            name = "Webhook without TLS",
            type = AttributeType.BOOLEAN,
            description = "Whether the webhook may be http at another machine.")
    boolean webhookAllowHttp() default false;

    @AttributeDefinition(
            name = "Authorities",
            description = "Absolute path of a PEM file of authorities that are trusted beside those of Java, for both"
                    + " receivers. Empty = none.")
    String caFile() default "";

    @AttributeDefinition(
            name = "Disk warning (octets)",
            type = AttributeType.LONG,
            description = "Free space of the data folder below which there is a warning, up to 2^62."
                    + " 0 = twice the store's low-water mark.")
    long diskWarningBytes() default 0;

    @AttributeDefinition(
            name = "Unknown recipients",
            type = AttributeType.INTEGER,
            description = "Mails for the id of no mailbox that raise an alarm, 1 to 1000000.")
    int unknownRecipientMails() default 10;
}
