package org.letterlock.transport.mina.internal;

/** A PROXY protocol header is malformed. The message holds none of its octets. */
final class ProxyHeaderException extends Exception {

    private static final long serialVersionUID = 1L;

    ProxyHeaderException(String reason) {
        super(reason);
    }
}
