package org.letterlock.spi.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Is told what happens in the gateway. Registered as a service by whoever wants to know.
 *
 * <p>Each listener has a thread and a bounded queue of its own, so that a slow one delays nobody. It is called by that thread
 * only, one event at a time, in the order in which they were published. It may block; events that come while its queue is
 * full are dropped for it and counted. The thread is never interrupted: a listener that waits for ever keeps its thread.
 *
 * <p>What happens while a listener is not registered is not told later.
 */
@ConsumerType
@FunctionalInterface
public interface GatewayEventListener {

    /**
     * Something happened. Whatever is thrown is counted and logged once for each class; the next event comes all the same.
     *
     * @param event what; later minor versions of this package may bring further kinds, which a listener must ignore
     */
    void on(GatewayEvent event);
}
