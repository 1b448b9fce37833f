package org.letterlock.transport.mina.internal;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.letterlock.settings.CidrList;
import org.letterlock.settings.SettingsReader;
import org.letterlock.transport.api.ListenerInfo;
import org.letterlock.transport.api.ListenerInfo.TlsMode;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** A listener's settings. */
record ListenerSettings(
        String pid,
        ListenerInfo info,
        String bindAddress,
        int port,
        int maxConnections,
        int maxConnectionsPerAddress,
        int backlog,
        CidrList proxyProtocolPeers,
        int proxyHeaderTimeoutSeconds,
        ClientCertificates clientCertificates) {

    /** Whether clients are asked for a certificate. */
    enum ClientCertificates {
        NONE,
        ASK
    }

    static final String FACTORY_PID = "org.letterlock.transport.mina.listener";

    private static final Set<String> OWN = Set.of(
            "name",
            "protocol",
            "bindAddress",
            "port",
            "tls",
            "maxConnections",
            "maxConnectionsPerAddress",
            "backlog",
            "proxyProtocolPeers",
            "proxyHeaderTimeoutSeconds",
            "clientCertificates");

    /** Reads and checks the configuration. */
    static ListenerSettings of(Map<String, ?> properties) {
        String pid = Objects.toString(properties.get("service.pid"), FACTORY_PID);
        SettingsReader reader = new SettingsReader(pid, properties);
        ListenerInfo info = new ListenerInfo(
                reader.text("name"),
                reader.oneOf("protocol", Words.class).name().toLowerCase(Locale.ROOT),
                reader.oneOf("tls", TlsMode.class),
                forTheProtocol(properties));
        return new ListenerSettings(
                pid,
                info,
                reader.text("bindAddress"),
                reader.integer("port", 0, 65_535),
                reader.integer("maxConnections", 1, 1_000_000),
                reader.integer("maxConnectionsPerAddress", 1, 1_000_000),
                reader.integer("backlog", 1, 65_535),
                reader.cidrs("proxyProtocolPeers"),
                reader.integer("proxyHeaderTimeoutSeconds", 1, 300),
                reader.oneOf("clientCertificates", ClientCertificates.class));
    }

    private static Map<String, String> forTheProtocol(Map<String, ?> properties) {
        Map<String, String> settings = new TreeMap<>();
        properties.forEach((key, value) -> {
            boolean ofTheFramework = key.startsWith("service.")
                    || key.startsWith("component.")
                    || key.startsWith("felix.")
                    || key.startsWith(".");
            if (!ofTheFramework && !key.contains(".target") && !OWN.contains(key)) {
                settings.put(key, value instanceof String[] texts ? String.join(",", texts) : value.toString());
            }
        });
        return settings;
    }

    /** The settings as an administrator sees them. */
    @ObjectClassDefinition(
            id = FACTORY_PID,
            name = "Letterlock listener",
            description =
                    "A port that takes connections. A change touches this listener only. Keys that are not listed"
                            + " here are handed to the protocol, and the status names them as unknown; proxy is handed to it, too.")
    @interface Config {

        /** See the description. */
        @AttributeDefinition(description = "name in status and log, for example submission")
        String name();

        /** See the description. */
        @AttributeDefinition(description = "smtp or pop3")
        String protocol();

        /** See the description. */
        @AttributeDefinition(description = "address to bind: 0.0.0.0 for all of IPv4, :: for both families")
        String bindAddress() default "0.0.0.0";

        /** See the description. */
        @AttributeDefinition(description = "TCP port; 0 = any that is free")
        int port();

        /** See the description. */
        @AttributeDefinition(
                description = "none = never, upgrade = when the client asks (STARTTLS, STLS), implicit = from the first"
                        + " octet")
        String tls() default "upgrade";

        /** See the description. */
        @AttributeDefinition(description = "open connections of this listener")
        int maxConnections() default 2_000;

        /** See the description. */
        @AttributeDefinition(description = "open connections of this listener from one address")
        int maxConnectionsPerAddress() default 200;

        /** See the description. */
        @AttributeDefinition(description = "connections that the system completes before we accept them")
        int backlog() default 1_024;

        /** See the description. */
        @AttributeDefinition(
                description = "load balancers whose connections begin with a PROXY protocol header (version 1 or 2):"
                        + " addresses and networks such as 10.0.0.0/8, separated by commas; empty = none")
        String proxyProtocolPeers() default "";

        /** See the description. */
        @AttributeDefinition(
                description = "seconds such a header may take; fewer than 3 may be too few for a lost packet")
        int proxyHeaderTimeoutSeconds() default 10;

        /** See the description. */
        @AttributeDefinition(
                description =
                        "none, or ask: clients are asked for a certificate in the handshake but need not have one;"
                                + " its verified names are known to the protocol")
        String clientCertificates() default "none";

        /** See the description. */
        @AttributeDefinition(
                description =
                        "true or false: whether logins are taken that lead to other servers; read by the protocol")
        boolean proxy() default false;
    }
}
