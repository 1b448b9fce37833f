package org.letterlock.transport.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a protocol does with a connection that the gateway began. Its events come in the sequence of the client's
 * connection.
 */
@ConsumerType
public interface OutboundHandler extends ChannelHandler {

    /**
     * The connection could not be made, or ended though this side had neither closed nor aborted it. That the server closes
     * in good order is no exception. Called once at most, and {@link #closed()} follows.
     *
     * @param failure why
     */
    void failed(OutboundFailure failure);
}
