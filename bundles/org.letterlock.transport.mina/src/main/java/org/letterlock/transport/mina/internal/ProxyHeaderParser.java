package org.letterlock.transport.mina.internal;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header with which a connection begins that comes by a load balancer: HAProxy's "The PROXY protocol", versions
 * 1 and 2. Takes octets however they are split, and none behind the header. No I/O; not thread-safe.
 */
final class ProxyHeaderParser {

    /** A version of the header. */
    interface Format {
        /** Takes the next octet; true if it was the last one. */
        boolean take(byte octet) throws ProxyHeaderException;

        /** What the complete header says; empty if the connection is the load balancer's own or of an unknown kind. */
        Optional<Endpoints> endpoints();
    }

    private @Nullable Format format;
    private boolean complete;

    /**
     * Takes octets up to the end of the header.
     *
     * @param data from position to limit; octets behind the header stay in it
     * @return whether the header is complete
     * @throws ProxyHeaderException at the first octet that cannot be part of a header
     */
    boolean receive(ByteBuffer data) throws ProxyHeaderException {
        while (!complete && data.hasRemaining()) {
            byte octet = data.get();
            if (format == null) {
                format = octet == ProxyHeaderV1.FIRST ? new ProxyHeaderV1() : new ProxyHeaderV2();
            }
            complete = format.take(octet);
        }
        return complete;
    }

    /** The ends that the complete header names; empty if those of the connection itself count. */
    Optional<Endpoints> endpoints() {
        return format == null ? Optional.empty() : format.endpoints();
    }
}
