package org.letterlock.transport.mina.internal;

import java.util.Map;
import org.letterlock.settings.SettingsReader;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What holds for all listeners. */
record TransportSettings(
        int ioThreads,
        int maxConnections,
        int waitSeconds,
        int handshakeTimeoutSeconds,
        int writeTimeoutSeconds,
        int writeHighWaterBytes,
        int drainGraceSeconds,
        int shutdownGraceSeconds,
        int bindRetrySeconds) {

    static final String PID = "org.letterlock.transport.mina";

    private static final int DAY_SECONDS = 86_400;

    /** Reads and checks the configuration. */
    static TransportSettings of(Map<String, ?> properties) {
        SettingsReader reader = new SettingsReader(PID, properties);
        int ioThreads = reader.integer("ioThreads", 0, 256);
        return new TransportSettings(
                ioThreads == 0 ? Runtime.getRuntime().availableProcessors() : ioThreads,
                reader.integer("maxConnections", 1, 1_000_000),
                reader.integer("waitSeconds", 0, 300),
                reader.integer("handshakeTimeoutSeconds", 1, DAY_SECONDS),
                reader.integer("writeTimeoutSeconds", 1, DAY_SECONDS),
                reader.integer("writeHighWaterBytes", 16 * 1024, 64 * 1024 * 1024),
                reader.integer("drainGraceSeconds", 0, DAY_SECONDS),
                reader.integer("shutdownGraceSeconds", 0, 60),
                reader.integer("bindRetrySeconds", 1, DAY_SECONDS));
    }

    /** The settings as an administrator sees them. */
    @ObjectClassDefinition(
            id = PID,
            name = "Letterlock transport",
            description = "What holds for all listeners. A change closes and opens all ports.")
    @interface Config {

        /** See the description. */
        @AttributeDefinition(description = "threads that read and write; 0 = as many as the machine has cores")
        int ioThreads() default 0;

        /** See the description. */
        @AttributeDefinition(description = "open connections of all listeners together")
        int maxConnections() default 4_000;

        /** See the description. */
        @AttributeDefinition(
                description = "seconds a new connection waits while its protocol or the certificate is away, before it"
                        + " gets a temporary error")
        int waitSeconds() default 20;

        /** See the description. */
        @AttributeDefinition(description = "seconds a TLS handshake may take")
        int handshakeTimeoutSeconds() default 30;

        /** See the description. */
        @AttributeDefinition(description = "seconds a peer may take nothing of what is sent to it")
        int writeTimeoutSeconds() default 120;

        /** See the description. */
        @AttributeDefinition(
                description =
                        "octets queued for a peer from which on the protocol is told to stop; half of it ends that")
        int writeHighWaterBytes() default 262_144;

        /** See the description. */
        @AttributeDefinition(
                description = "seconds the sessions of a protocol or listener that goes may take to finish, before they"
                        + " are cut")
        int drainGraceSeconds() default 10;

        /** See the description. */
        @AttributeDefinition(
                description =
                        "seconds the sessions may take to finish when the transport stops; above 2 a bundle update"
                                + " may time out")
        int shutdownGraceSeconds() default 2;

        /** See the description. */
        @AttributeDefinition(description = "seconds until a port that could not be bound is tried again")
        int bindRetrySeconds() default 5;
    }
}
