package org.letterlock.transport.mina.internal;

import java.util.List;
import java.util.Map;
import org.letterlock.settings.SettingsReader;
import org.letterlock.settings.TargetList;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What holds for connections that the gateway begins. */
record ConnectorSettings(
        TargetList allow,
        int maxConnections,
        int maxConnectionsPerTarget,
        int maxLookups,
        int lookupTimeoutSeconds,
        int connectTimeoutSeconds,
        int handshakeTimeoutSeconds) {

    static final String PID = "org.letterlock.transport.mina.connector";

    private static final int MAX_SECONDS = 3_600;

    /** Reads and checks the configuration. */
    static ConnectorSettings of(Map<String, ?> properties) {
        SettingsReader reader = new SettingsReader(PID, properties);
        return new ConnectorSettings(
                allow(reader),
                reader.integer("maxConnections", 0, 1_000_000),
                reader.integer("maxConnectionsPerTarget", 1, 1_000_000),
                reader.integer("maxLookups", 1, 256),
                reader.integer("lookupTimeoutSeconds", 1, MAX_SECONDS),
                reader.integer("connectTimeoutSeconds", 1, MAX_SECONDS),
                reader.integer("handshakeTimeoutSeconds", 1, MAX_SECONDS));
    }

    /** An empty variable in the environment is as good as none. */
    private static TargetList allow(SettingsReader reader) {
        List<String> texts = reader.list("allow");
        try {
            return TargetList.of(texts.isEmpty() ? List.of(TargetList.PUBLIC) : texts);
        } catch (IllegalArgumentException e) {
            throw reader.invalid("allow", String.valueOf(e.getMessage()));
        }
    }

    /** The settings as an administrator sees them. */
    @ObjectClassDefinition(
            id = PID,
            name = "Letterlock outbound connections",
            description = "Connections that the gateway begins. A change concerns new ones; those that are open go on.")
    @interface Config {

        /** See the description. */
        @AttributeDefinition(
                description = "servers that may be connected to, separated by commas: HOST[:PORT], *.DOMAIN[:PORT],"
                        + " addresses and networks such as 10.0.0.0/8, 192.0.2.7:995 or [2001:db8::/32]:995; public ="
                        + " hosts of the public Internet but this machine, on the ports 25, 110, 465, 587 and 995")
        String[] allow() default {TargetList.PUBLIC};

        /** See the description. */
        @AttributeDefinition(description = "outbound connections together; 0 = none is made")
        int maxConnections() default 2_000;

        /** See the description. */
        @AttributeDefinition(description = "outbound connections to one host and port")
        int maxConnectionsPerTarget() default 200;

        /** See the description. */
        @AttributeDefinition(description = "host names looked up at the same time")
        int maxLookups() default 8;

        /** See the description. */
        @AttributeDefinition(description = "seconds until a host name must have been looked up")
        int lookupTimeoutSeconds() default 10;

        /** See the description. */
        @AttributeDefinition(description = "seconds an address of a server may take to accept a connection")
        int connectTimeoutSeconds() default 10;

        /** See the description. */
        @AttributeDefinition(description = "seconds a TLS handshake with a server may take")
        int handshakeTimeoutSeconds() default 30;
    }
}
