package org.letterlock.transport.api;

import java.util.Map;
import java.util.Objects;

/**
 * A listener's settings, as far as a protocol may want to know them.
 *
 * @param name the name it is configured and shown with, for example {@code submission}
 * @param protocol {@code smtp} or {@code pop3}
 * @param tls when TLS starts
 * @param settings what the listener's configuration holds besides, for the protocol to read; keys as in the
 *     configuration, values as texts
 */
public record ListenerInfo(String name, String protocol, TlsMode tls, Map<String, String> settings) {

    /** Copies the map. */
    public ListenerInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(tls, "tls");
        settings = Map.copyOf(settings);
    }

    /** When TLS starts on a listener. */
    public enum TlsMode {
        /** Never. */
        NONE,
        /** When the client asks, by STARTTLS or STLS. */
        UPGRADE,
        /** With the first octet (RFC 8314, section 3). */
        IMPLICIT
    }
}
