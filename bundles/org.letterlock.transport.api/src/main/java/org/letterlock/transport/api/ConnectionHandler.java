package org.letterlock.transport.api;

import org.osgi.annotation.versioning.ConsumerType;

/** What a protocol does with a connection that a peer began. */
@ConsumerType
public interface ConnectionHandler extends ChannelHandler {

    /**
     * Finish: let the transaction under way end, take no new one, say good-bye in the protocol's words and close. Called
     * when the gateway is drained or shuts down, or the protocol's bundle goes.
     */
    void drain();
}
