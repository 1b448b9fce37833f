package org.letterlock.admin.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The servers that the gateway connects to.
 *
 * @param allowed those it may connect to: the effective entries of the setting {@code allow}
 * @param servers those it has connected to, or tried to, since its connector started; by host and port, at most 1,000
 */
public record ProxyTargets(List<String> allowed, List<Server> servers) {

    /** Copies the lists. */
    public ProxyTargets {
        allowed = List.copyOf(allowed);
        servers = List.copyOf(servers);
    }

    /**
     * A server.
     *
     * @param host its name or address
     * @param port its TCP port
     * @param lastSuccess when TLS was last established and verified, null for never
     * @param lastFailure when a connection last failed, null for never
     * @param reason the kind of that failure, such as {@code certificate}; null for none
     * @param failure why it failed, a line for people; null for no failure
     * @param certificate what the server last showed, null for nothing so far
     */
    public record Server(
            String host,
            int port,
            @Nullable Instant lastSuccess,
            @Nullable Instant lastFailure,
            @Nullable String reason,
            @Nullable String failure,
            @Nullable Certificate certificate) {}

    /**
     * A server's certificate.
     *
     * @param subject whom it is for, a distinguished name
     * @param issuer who issued it, likewise
     * @param notAfter when it ends
     * @param fingerprint SHA-256 of it, 64 hexadecimal digits
     */
    public record Certificate(String subject, String issuer, Instant notAfter, String fingerprint) {}
}
